package dev.retrain.backend.azure.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retrain.spi.backend.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every body against the service's OpenAPI document, where it lies beside the project. */
class OfficialSchemaTest {

  private static final Path DOCUMENT =
      Path.of("..", "..", "shared", "schemas", "azure", "openapi", "specification")
          .resolve("machinelearningservices/resource-manager")
          .resolve("Microsoft.MachineLearningServices/stable/2024-04-01/mfe.json");

  private static final Map<String, String> DEFINITIONS =
      Map.of(
          "environment", "EnvironmentVersionResource",
          "component", "ComponentVersionResource",
          "job", "JobBaseResource");

  private static void check(Translator translator, String name) throws IOException {
    assumeTrue(Files.exists(DOCUMENT), "the document lies beside the project");
    OpenApi api = new OpenApi(DOCUMENT);
    for (Map.Entry<String, String> file :
        translator.translate(AzureSamples.reference(name)).files().entrySet()) {
      if (file.getKey().equals(AzureTranslator.INDEX)) {
        continue;
      }
      String definition = DEFINITIONS.get(file.getKey().split("-")[1]);
      assertThat(api.findings(definition, file.getValue())).as(file.getKey()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void acceptsReferencePipelines(String name) throws IOException {
    check(AzureSamples.translator(), name);
  }

  @Test
  void acceptsThemOnAClusterWithAnIdentity() throws IOException {
    check(AzureSamples.translator("compute: cpu-cluster\nidentity: retrain\n"), "flight-delays");
  }

  @Test
  void findsWhatIsWrong() throws IOException {
    assumeTrue(Files.exists(DOCUMENT), "the document lies beside the project");
    String wrong =
        """
        {"properties": {"jobType": "Pipeline", "inputs": {"x": {"jobInputType": "literal",
         "value": ""}, "y": {"jobInputType": "uri_folder", "mode": "ro_mount"}},
         "identity": {"identityType": "Managed", "client": "x"}, "compute": "c"}}
        """;
    assertThat(new OpenApi(DOCUMENT).findings("JobBaseResource", wrong))
        .hasSize(6)
        .anySatisfy(finding -> assertThat(finding).contains("y.uri: missing"))
        .anySatisfy(finding -> assertThat(finding).contains("ro_mount"))
        .anySatisfy(finding -> assertThat(finding).contains("identity.client: unknown"))
        .anySatisfy(finding -> assertThat(finding).contains("compute: unknown"));
  }
}
