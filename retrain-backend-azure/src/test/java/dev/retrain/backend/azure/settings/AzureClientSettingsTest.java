package dev.retrain.backend.azure.settings;

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

class AzureClientSettingsTest {

  private static final Path PUBLISHED = Path.of("../docs/settings-azure.schema.json");
  private static final String MINIMAL =
      """
      subscription: 00000000-0000-0000-0000-000000000000
      resourceGroup: example
      workspace: example
      artifactRoot: azureml://datastores/example/paths/retrain
      """;

  private static AzureSettings read(String client) {
    return Settings.parse(MINIMAL + client, "settings.yaml").as(AzureSettings.shape());
  }

  @Test
  void publishesItsSchema() throws IOException {
    String schema =
        Documents.json(SchemaDefinitions.schemaOf(AzureSettings.shape(), "Settings of azure"));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PUBLISHED, schema);
    }
    assertThat(Files.readString(PUBLISHED))
        .as("run with -Ddocs.update=true after a change")
        .isEqualTo(schema);
  }

  @Test
  void readsTheClientBlock() {
    AzureSettings settings =
        read(
            """
            client:
              endpoints: {default: "http://127.0.0.1:5557"}
              credentials: {type: none}
              apiVersion: 2024-04-01
            """);
    assertThat(settings.client().apiVersion()).contains("2024-04-01");
    assertThat(settings.client().common().endpoint("keyVault").orElseThrow())
        .hasToString("http://127.0.0.1:5557");
  }

  @Test
  void refusesServicesThatItDoesNotCall() {
    assertThatThrownBy(() -> read("client: {endpoints: {keyvault: 'https://a.example'}}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Did you mean 'keyVault'?");
  }
}
