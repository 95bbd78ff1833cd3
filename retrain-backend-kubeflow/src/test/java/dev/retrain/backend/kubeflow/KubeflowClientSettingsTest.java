package dev.retrain.backend.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KubeflowClientSettingsTest {

  private static final Path PUBLISHED = Path.of("../docs/settings-kubeflow.schema.json");
  private static final String MINIMAL =
      """
      artifactRoot: s3://example-bucket/retrain
      """;

  private static KubeflowSettings read(String client) {
    return Settings.parse(MINIMAL + client, "settings.yaml").as(KubeflowSettings.shape());
  }

  @Test
  void publishesItsSchema() throws IOException {
    String schema =
        Documents.json(
            SchemaDefinitions.schemaOf(KubeflowSettings.shape(), "Settings of kubeflow"));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PUBLISHED, schema);
    }
    assertThat(Files.readString(PUBLISHED))
        .as("run with -Ddocs.update=true after a change")
        .isEqualTo(schema);
  }

  @Test
  void readsTheClientBlock() {
    KubeflowSettings settings =
        read(
            """
            client:
              endpoints: {pipelines: "https://kubeflow.example/gateway"}
              credentials: {type: token-file, path: /run/token}
              namespace: models
            """);
    assertThat(settings.client().namespace()).contains("models");
    assertThat(settings.client().common().endpoint("pipelines").orElseThrow())
        .hasToString("https://kubeflow.example/gateway");
  }

  @Test
  void refusesServicesThatItDoesNotCall() {
    assertThatThrownBy(() -> read("client: {endpoints: {pipeline: 'https://a.example'}}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Did you mean 'pipelines'?");
  }
}
