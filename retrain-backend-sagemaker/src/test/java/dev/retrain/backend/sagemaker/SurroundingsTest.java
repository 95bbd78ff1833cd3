package dev.retrain.backend.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.spi.backend.BackendRequirements;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

  private final SageMakerTranslatorProvider provider = new SageMakerTranslatorProvider();

  @Test
  void namesTheServicesAndTheWaysToSignIn() {
    BackendRequirements needs =
        provider.requirements(
            provider.placeholderSettings(), Map.of("AWS_ENDPOINT_URL_S3", "http://localhost:9000"));

    assertThat(needs.services())
        .map(Object::toString)
        .containsExactly(
            "https://api.sagemaker.eu-central-1.amazonaws.com", "http://localhost:9000");
    assertThat(needs.credentials().toString()).contains(".aws");
    assertThat(needs.writable()).isEmpty();
  }

  @Test
  void refusesSettingsItDoesNotKnow() {
    Settings unknown = Settings.parse("nonsense: 1", "test");

    assertThatThrownBy(() -> provider.requirements(unknown, Map.of()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("nonsense");
  }
}
