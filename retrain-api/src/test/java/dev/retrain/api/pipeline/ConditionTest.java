package dev.retrain.api.pipeline;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.atMost;
import static dev.retrain.api.pipeline.Condition.notWorseThanChampion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.InvalidPipelineException;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.pipeline.GateResult.Outcome;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static final Condition NESTED =
      atLeast("auc", 0.6).and(atLeast("f1", 0.9).or(atMost("mae", 5).and(atMost("rmse", 9))));

  @Test
  void joinsByAndAndOrToAnyDepth() {
    assertThat(outcome(NESTED, "auc", 0.7, "f1", 0.95, "mae", 8.0, "rmse", 8.0))
        .isEqualTo(Outcome.PASSED);
    assertThat(outcome(NESTED, "auc", 0.7, "f1", 0.5, "mae", 4.0, "rmse", 8.0))
        .isEqualTo(Outcome.PASSED);
    assertThat(outcome(NESTED, "auc", 0.7, "f1", 0.5, "mae", 4.0, "rmse", 10.0))
        .isEqualTo(Outcome.REJECTED);
    assertThat(outcome(NESTED, "auc", 0.5, "f1", 0.95, "mae", 4.0, "rmse", 8.0))
        .isEqualTo(Outcome.REJECTED);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0.7, 0.7, PASSED, PASSED",
        "0.7, 0.5, REJECTED, PASSED",
        "0.7, -, UNDECIDED, PASSED",
        "0.5, 0.5, REJECTED, REJECTED",
        "0.5, -, REJECTED, UNDECIDED",
        "-, -, UNDECIDED, UNDECIDED"
      })
  void aMissingMetricIsUndecidedUnlessAnotherDecides(
      Double auc, Double f1, Outcome both, Outcome either) {
    Map<String, Double> metrics = new TreeMap<>();
    if (auc != null) {
      metrics.put("auc", auc);
    }
    if (f1 != null) {
      metrics.put("f1", f1);
    }

    assertThat(atLeast("auc", 0.6).and(atLeast("f1", 0.6)).evaluate(metrics).outcome())
        .isEqualTo(both);
    assertThat(atLeast("auc", 0.6).or(atLeast("f1", 0.6)).evaluate(metrics).outcome())
        .isEqualTo(either);
  }

  @Test
  void anUndecidedGateNamesWhatIsMissing() {
    GateResult result = atLeast("auc", 0.6).evaluate(Map.of("log_loss", 0.5));

    assertThat(result.passed()).isFalse();
    assertThat(result.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(result.why()).isEqualTo("auc >= 0.6 is undecided (missing)");
  }

  @Test
  void saysTheNumbersOfEveryComparisonInANestedPart() {
    GateResult result = atLeast("f1", 0.9).or(atMost("mae", 5)).evaluate(Map.of("mae", 7.0));

    assertThat(result.why())
        .isEqualTo("f1 >= 0.9 or mae <= 5.0 is undecided (f1 missing, mae 7.0)");
    assertThat(NESTED).hasToString("auc >= 0.6 and (f1 >= 0.9 or (mae <= 5.0 and rmse <= 9.0))");
  }

  @Test
  void readsMetricsOfSeveralArtifacts() {
    Artifact<Kind.Metrics> drift = Artifact.metrics("shift");
    Condition condition = atLeast("auc", 0.6).and(atMost("drift.ks", 0.05).from(drift));
    Map<String, Map<String, Double>> metrics =
        Map.of("metrics", Map.of("auc", 0.7, "drift.ks", 0.9), "shift", Map.of("drift.ks", 0.01));

    GateResult result = condition.evaluate("metrics", metrics);

    assertThat(result.passed()).isTrue();
    assertThat(result.metrics()).containsEntry("auc", 0.7).containsEntry("shift:drift.ks", 0.01);
    assertThat(condition.evaluate("metrics", Map.of("metrics", Map.of("auc", 0.7))).outcome())
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void comparesWithTheChampionInAnotherArtifact() {
    Condition condition =
        notWorseThanChampion("auc", Margin.absolute(0.01)).from(Artifact.metrics("late"));

    GateResult result =
        condition.evaluate("metrics", Map.of("late", Map.of("auc", 0.6, "champion.auc", 0.7)));

    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void nestedConditionsReadAndWriteTheSameDocument() {
    String text =
        """
        - {type: at-least, metric: auc, threshold: 0.6}
        - type: any
          conditions:
            - {type: at-most, metric: drift.ks, threshold: 0.05, from: shift}
            - type: all
              conditions:
                - {type: at-least, metric: f1, threshold: 0.9}
                - type: not-worse-than-champion
                  metric: auc
                  margin: {type: absolute, amount: 0.01}
        """;
    Node node = Documents.parse(text, "gate");
    Condition condition = DocumentReader.of(Condition.shape(), node, "gate");

    assertThat(Condition.shape().write(condition)).isEqualTo(node);
    assertThat(condition.comparisons()).hasSize(4);
  }

  @Test
  void refusesAJunctionOfNothing() {
    Node node = Documents.parse("- {type: any, conditions: []}", "gate");

    assertThatThrownBy(() -> DocumentReader.of(Condition.shape(), node, "gate"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("a disjunction needs at least one condition");
  }

  @Test
  void refusesAComparisonOfAnArtifactThatNoStepWrites() {
    Pipeline.Builder pipeline =
        PipelineValidationTest.sound()
            .when(
                Artifact.metrics("metrics"),
                atMost("drift.ks", 0.05).from(Artifact.metrics("shift")),
                approved -> approved.register("flights", Artifact.model("model")));

    assertThatThrownBy(pipeline::build)
        .isInstanceOfSatisfying(
            InvalidPipelineException.class,
            e ->
                assertThat(e.problems())
                    .anySatisfy(
                        problem -> {
                          assertThat(problem.path()).isEqualTo("gate.conditions");
                          assertThat(problem.what()).contains("shift");
                        }));
  }

  @Test
  void aGateNamesEveryArtifactItReadsItsOwnFirst() {
    Gate gate =
        new Gate(
            Artifact.metrics("metrics"),
            atMost("drift.ks", 0.05).from(Artifact.metrics("a")).or(atLeast("auc", 0.6)),
            new Gate.Approved().register("flights", Artifact.model("model")));

    assertThat(gate.artifacts()).extracting(Artifact::name).containsExactly("metrics", "a");
    assertThat(gate.evaluate(artifact -> Map.of("auc", 0.7, "drift.ks", 0.9)).passed()).isTrue();
  }

  private static Outcome outcome(Condition condition, Object... pairs) {
    Map<String, Double> metrics = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      metrics.put((String) pairs[i], (Double) pairs[i + 1]);
    }
    return condition.evaluate(metrics).outcome();
  }
}
