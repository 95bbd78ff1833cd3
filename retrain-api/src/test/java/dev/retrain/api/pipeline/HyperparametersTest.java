package dev.retrain.api.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperparametersTest {

  private static final String IMAGE = "acme/x@sha256:" + "a".repeat(64);
  private static final Map<String, Range> RANGES =
      Map.of(
          "depth", Range.intBetween(1, 12),
          "rate", Range.logBetween(0.001, 1),
          "loss", Range.oneOf("logistic", "squared"));

  private static Step fit() {
    return Step.train("fit", IMAGE)
        .command("fit")
        .writes(Artifact.model("model"))
        .hyperparameters(Map.of("depth", 6, "rate", 0.1, "loss", "logistic", "early", true));
  }

  private static Pipeline fits(Step step) {
    return Pipeline.named("fits").step(step).build();
  }

  private static List<String> codes(Throwable thrown) {
    return ((InvalidDefinitionException) thrown)
        .problems().stream().filter(Problem::isError).map(Problem::code).toList();
  }

  @Test
  void aRunMaySetSomeOfThem() {
    Pipeline pipeline = fits(fit().hyperparameterRanges(RANGES));

    Pipeline run = pipeline.withHyperparameters("fit", Map.of("depth", 8));

    assertThat(run.step("fit").task().wiring().hyperparameters())
        .isEqualTo(fit().hyperparameters(Map.of("depth", 8)).task().wiring().hyperparameters());
    assertThat(run.contentHash()).isNotEqualTo(pipeline.contentHash());
    assertThat(pipeline.withHyperparameters("fit", Map.of("depth", 6))).isEqualTo(pipeline);
  }

  @Test
  void refusesWhatTheStepDoesNotDeclareOrAllow() {
    Pipeline pipeline = fits(fit().hyperparameterRanges(RANGES));

    assertThatThrownBy(
            () ->
                pipeline.withHyperparameters(
                    "fit",
                    Map.of("dept", 8, "depth", 99, "early", "yes", "loss", "hinge", "rate", 0.0)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Did you mean 'depth'?")
        .satisfies(
            thrown ->
                assertThat(codes(thrown))
                    .containsExactly(
                        "unknown-hyperparameter",
                        "hyperparameter-out-of-range",
                        "ill-typed-hyperparameter",
                        "hyperparameter-out-of-range",
                        "hyperparameter-out-of-range"));
  }

  @Test
  void anIntegerStaysAnIntegerWithoutARange() {
    Pipeline pipeline = fits(fit());

    assertThatThrownBy(() -> pipeline.withHyperparameters("fit", Map.of("depth", 6.5)))
        .satisfies(thrown -> assertThat(codes(thrown)).containsExactly("ill-typed-hyperparameter"));
    assertThat(pipeline.withHyperparameters("fit", Map.of("rate", 1)).name()).isEqualTo("fits");
  }

  @Test
  void refusesADefinitionOutsideItsOwnRanges() {
    assertThatThrownBy(
            () ->
                fits(
                    fit()
                        .hyperparameterRanges(
                            Map.of("depth", Range.intBetween(1, 3), "alpha", Range.oneOf(1)))))
        .satisfies(
            thrown ->
                assertThat(codes(thrown))
                    .containsExactly("undeclared-hyperparameter", "hyperparameter-out-of-range"));
  }

  @Test
  void rangesStandInTheDocument() {
    Pipeline pipeline = fits(fit().hyperparameterRanges(RANGES));

    assertThat(Pipeline.parse(pipeline.toYaml(), "fits.yaml")).isEqualTo(pipeline);
    assertThat(fits(fit()).canonicalJson()).doesNotContain("hyperparameterRanges");
  }
}
