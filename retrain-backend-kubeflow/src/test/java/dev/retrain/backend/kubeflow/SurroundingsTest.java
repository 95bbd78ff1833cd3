package dev.retrain.backend.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Surroundings;
import dev.retrain.api.error.InvalidDefinitionException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

  private final KubeflowTranslators provider = new KubeflowTranslators();

  @Test
  void namesTheServicesAndTheWaysToSignIn() {
    Surroundings needs =
        provider.surroundings(
            provider.placeholderSettings(),
            Map.of("KF_PIPELINES_ENDPOINT", "https://kfp.example.com/"));

    assertThat(needs.services())
        .map(Object::toString)
        .containsExactly("https://kfp.example.com/apis/v2beta1/healthz");
    assertThat(needs.credentials().toString()).contains("serviceaccount");
    assertThat(needs.writable()).isEmpty();
  }

  @Test
  void refusesSettingsItDoesNotKnow() {
    Settings unknown = Settings.parse("nonsense: 1", "test");

    assertThatThrownBy(() -> provider.surroundings(unknown, Map.of()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("nonsense");
  }
}
