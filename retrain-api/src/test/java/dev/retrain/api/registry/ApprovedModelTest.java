package dev.retrain.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.pipeline.Condition;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovedModelTest {

  private static ModelVersion version(Map<String, String> tags) {
    return new ModelVersion("flights", "3", Instant.EPOCH, URI.create("file:/m"), tags, Set.of());
  }

  @Test
  void isMadeOnlyOfAPassedGate() {
    Condition gate = Condition.atLeast("auc", 0.6);

    assertThat(ApprovedModel.from(version(Map.of()), gate.evaluate(Map.of("auc", 0.5)))).isEmpty();
    assertThat(ApprovedModel.from(version(Map.of()), gate.evaluate(Map.of("auc", 0.7))))
        .hasValueSatisfying(
            approved -> {
              assertThat(approved.version()).hasToString("flights@3");
              assertThat(approved.evidence()).contains("0.7");
            });
  }

  @Test
  void isMadeOfTagsOnlyWhenTheyNameARunWithAPassedGate() {
    ApprovedModel approved =
        ApprovedModel.from(
            version(Map.of(ModelVersion.RUN_TAG, "flights-1", ModelVersion.GATE_TAG, "passed")));

    assertThat(approved.toString()).contains("flights@3").contains("flights-1");
    assertThatThrownBy(() -> ApprovedModel.from(version(Map.of(ModelVersion.RUN_TAG, "r"))))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("flights@3")
        .hasMessageContaining("retrain.gate=passed");
  }
}
