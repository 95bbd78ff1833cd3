package dev.retrain.backend.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.backend.BackendRequirements;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

  private final KubeflowTranslatorProvider provider = new KubeflowTranslatorProvider();

  @Test
  void namesTheServicesAndTheWaysToSignIn() {
    BackendRequirements needs =
        provider.requirements(
            provider.placeholderSettings(),
            Map.of("KF_PIPELINES_ENDPOINT", "https://kfp.example.com/"));

    assertThat(needs.services())
        .map(Object::toString)
        .containsExactly("https://kfp.example.com/apis/v2beta1/healthz");
    assertThat(needs.credentials().toString()).contains("serviceaccount");
    assertThat(needs.writable()).isEmpty();
  }
}
