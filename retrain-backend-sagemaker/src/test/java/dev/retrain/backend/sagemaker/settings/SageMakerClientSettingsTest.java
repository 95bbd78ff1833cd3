package dev.retrain.backend.sagemaker.settings;

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

class SageMakerClientSettingsTest {

  private static final Path PUBLISHED = Path.of("../docs/settings-sagemaker.schema.json");
  private static final String MINIMAL =
      """
      role: arn:aws:iam::123456789012:role/retrain-job
      region: eu-central-1
      artifactRoot: s3://example-bucket/retrain
      """;

  private static SageMakerSettings read(String client) {
    return Settings.parse(MINIMAL + client, "settings.yaml").as(SageMakerSettings.shape());
  }

  @Test
  void publishesItsSchema() throws IOException {
    String schema =
        Documents.json(
            SchemaDefinitions.schemaOf(SageMakerSettings.shape(), "Settings of sagemaker"));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PUBLISHED, schema);
    }
    assertThat(Files.readString(PUBLISHED))
        .as("run with -Ddocs.update=true after a change")
        .isEqualTo(schema);
  }

  @Test
  void readsTheClientBlock() {
    SageMakerSettings settings =
        read(
            """
            client:
              endpoints: {default: "http://127.0.0.1:5557", s3: "https://s3.example"}
              credentials: {type: profile, name: dev}
              s3PathStyle: true
            """);
    assertThat(settings.client().s3PathStyle()).isTrue();
    assertThat(settings.client().common().endpoint("logs").orElseThrow())
        .hasToString("http://127.0.0.1:5557");
  }

  @Test
  void refusesServicesThatItDoesNotCall() {
    assertThatThrownBy(() -> read("client: {endpoints: {sagemker: 'https://a.example'}}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Did you mean 'sagemaker'?");
  }
}
