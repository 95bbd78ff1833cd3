package dev.retrain.api.pipeline;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.pipeline.Condition.any;
import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.atMost;
import static dev.retrain.api.pipeline.Condition.notWorseThanChampion;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateFeasibilityTest {

  static Stream<Condition> impossible() {
    return Stream.of(
        atLeast("score", 0.9).and(atMost("score", 0.5)),
        atLeast("auc", 1.2),
        atMost("rmse", -0.1),
        atLeast("champion.auc", 1.01),
        atLeast("gain.auc", 1.5),
        any(atLeast("auc", 1.2), atMost("log_loss", -1)),
        atLeast("score", 0.9).and(any(atMost("score", 0.5), atLeast("f1", 2))));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void aGateThatNoMetricsCanPassIsFound(Condition condition) {
    assertThat(GateFeasibility.whyNever(condition)).isPresent();
  }

  static Stream<Condition> possible() {
    return Stream.of(
        atLeast("score", 0.5).and(atMost("score", 0.5)),
        atLeast("auc", 1),
        atLeast("score", 40),
        atMost("score", -40),
        atLeast("auc", 0.6).and(notWorseThanChampion("auc", absolute(0.01))),
        atLeast("score", 0.9).and(any(atMost("score", 0.5), atLeast("f1", 0.5))));
  }

  @ParameterizedTest
  @MethodSource("possible")
  void aGateThatSomeMetricsPassIsNot(Condition condition) {
    assertThat(GateFeasibility.whyNever(condition)).isEmpty();
  }
}
