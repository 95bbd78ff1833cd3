package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperparameterOptionTest {

  private static final Pipeline PIPELINE =
      Pipeline.named("p")
          .step(
              Step.train("train", "acme/train@sha256:" + "a".repeat(64))
                  .command("train")
                  .hyperparameters(
                      Map.of("depth", 6, "rate", 0.5, "kind", "gini", "balanced", true))
                  .writes(Artifact.model("model")))
          .build();

  private static Map<String, Node.Scalar> values(Map<String, String> given) {
    return HyperparameterOption.apply(given, PIPELINE)
        .step("train")
        .task()
        .wiring()
        .hyperparameters();
  }

  @Test
  void readsEachValueByTheDeclaredType() {
    assertThat(
            values(
                Map.of(
                    "train.depth", "8",
                    "train.rate", "0.25",
                    "train.kind", "7",
                    "train.balanced", "false")))
        .containsEntry("depth", (Node.Scalar) Node.of(8))
        .containsEntry("rate", (Node.Scalar) Node.of(0.25))
        .containsEntry("kind", (Node.Scalar) Node.of("7"))
        .containsEntry("balanced", (Node.Scalar) Node.of(false));
  }

  @Test
  void otherValuesAreAnotherPipelineAndSoAnotherRun() {
    assertThat(HyperparameterOption.apply(Map.of("train.depth", "8"), PIPELINE).contentHash())
        .isNotEqualTo(PIPELINE.contentHash());
    assertThat(HyperparameterOption.apply(Map.of(), PIPELINE)).isSameAs(PIPELINE);
  }

  @Test
  void refusesWhatTheStepDoesNotDeclare() {
    assertThatThrownBy(() -> values(Map.of("train.deep", "8")))
        .hasMessageContaining("no hyperparameter 'deep'");
    assertThatThrownBy(() -> values(Map.of("depth", "8"))).hasMessageContaining("names no step");
    assertThatThrownBy(() -> values(Map.of("train.depth", "x"))).hasMessageContaining("a number");
    assertThatThrownBy(() -> values(Map.of("train.balanced", "yes")))
        .hasMessageContaining("true or false");
    assertThatThrownBy(() -> values(Map.of("train.depth", "1e999999999")))
        .hasMessageContaining("a number");
  }
}
