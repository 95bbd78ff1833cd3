package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.SecretRef;
import org.junit.jupiter.api.Test;

class VertexNamesTest {

  @Test
  void knowsTheFormsOfLabels() {
    assertThat(VertexNames.isLabelKey("cost-center_1")).isTrue();
    assertThat(VertexNames.isLabelKey("1st")).isFalse();
    assertThat(VertexNames.isLabelKey("vertex-ai-pipelines-run-billing-id")).isFalse();
    assertThat(VertexNames.isLabelKey("retrain-definition")).isFalse();
    assertThat(VertexNames.isLabelKey("a".repeat(64))).isFalse();
    assertThat(VertexNames.isLabelValue("")).isTrue();
    assertThat(VertexNames.isLabelValue("a.b")).isFalse();
  }

  @Test
  void knowsServiceAccounts() {
    assertThat(VertexNames.isServiceAccount("retrain-pipelines")).isTrue();
    assertThat(VertexNames.isServiceAccount("a@p.iam.gserviceaccount.com")).isTrue();
    assertThat(VertexNames.isServiceAccount("me@example.com")).isFalse();
    assertThat(VertexNames.serviceAccount("retrain-pipelines", "p"))
        .isEqualTo("retrain-pipelines@p.iam.gserviceaccount.com");
    assertThat(VertexNames.serviceAccount("a@p.iam.gserviceaccount.com", "q"))
        .isEqualTo("a@p.iam.gserviceaccount.com");
  }

  @Test
  void aSecretWithoutEntryIsItself() {
    assertThat(VertexNames.secretVersion("p", SecretRef.secret("store")))
        .isEqualTo("projects/p/secrets/store/versions/latest");
  }
}
