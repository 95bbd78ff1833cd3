package dev.retrain.backend.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.backend.BackendRequirements;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

  private final AzureTranslatorProvider provider = new AzureTranslatorProvider();

  @Test
  void namesTheServicesAndTheWaysToSignIn() {
    BackendRequirements needs =
        provider.requirements(
            provider.placeholderSettings(),
            Map.of("RETRAIN_AZURE_ENDPOINT", "https://management.usgovcloudapi.net"));

    assertThat(needs.services())
        .map(Object::toString)
        .containsExactly("https://management.usgovcloudapi.net", "https://example.vault.azure.net");
    assertThat(needs.credentials().toString()).contains(".azure");
    assertThat(needs.writable()).isEmpty();
  }
}
