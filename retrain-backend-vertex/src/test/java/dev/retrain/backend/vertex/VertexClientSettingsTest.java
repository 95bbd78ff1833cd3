package dev.retrain.backend.vertex;

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

class VertexClientSettingsTest {

  private static final Path PUBLISHED = Path.of("../docs/settings-vertex.schema.json");
  private static final String MINIMAL =
      """
      project: example-project
      region: europe-west4
      artifactRoot: gs://example-bucket/retrain
      """;

  private static VertexSettings read(String client) {
    return Settings.parse(MINIMAL + client, "settings.yaml").as(VertexSettings.shape());
  }

  @Test
  void publishesItsSchema() throws IOException {
    String schema =
        Documents.json(SchemaDefinitions.schemaOf(VertexSettings.shape(), "Settings of vertex"));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PUBLISHED, schema);
    }
    assertThat(Files.readString(PUBLISHED))
        .as("run with -Ddocs.update=true after a change")
        .isEqualTo(schema);
  }

  @Test
  void readsTheClientBlock() {
    VertexSettings settings =
        read(
            """
            client:
              endpoints: {default: "http://127.0.0.1:5557"}
              credentials: {type: none}
            """);
    assertThat(settings.client().endpoint("aiplatform").orElseThrow())
        .hasToString("http://127.0.0.1:5557");
  }

  @Test
  void refusesServicesThatItDoesNotCall() {
    assertThatThrownBy(() -> read("client: {endpoints: {aiplatfrm: 'https://a.example'}}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Did you mean 'aiplatform'?");
  }
}
