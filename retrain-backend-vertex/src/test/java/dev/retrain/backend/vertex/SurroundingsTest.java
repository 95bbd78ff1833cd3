package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.backend.BackendRequirements;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

  private final VertexTranslatorProvider provider = new VertexTranslatorProvider();

  @Test
  void namesTheServicesAndTheWaysToSignIn() {
    BackendRequirements needs =
        provider.requirements(
            provider.placeholderSettings(),
            Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/keys/retrain.json"));

    assertThat(needs.services())
        .map(Object::toString)
        .containsExactly("https://europe-west4-aiplatform.googleapis.com");
    assertThat(needs.credentials().toString()).contains("retrain.json");
    assertThat(needs.writable()).isEmpty();
  }
}
