package dev.retrain.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionCounterTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMillis(100);

  @Test
  void countsRequestsErrorsAndLatency() {
    VersionCounter counter = new VersionCounter(Map.of());
    counter.answered(SHORT);
    counter.answered(SHORT);
    counter.failed(LONG);
    VersionHealth health = counter.health(true);
    assertThat(health.ready()).isTrue();
    assertThat(health.requests()).isEqualTo(3);
    assertThat(health.errors()).isEqualTo(1);
    assertThat(health.latency().quantileMillis(0.99).getAsDouble()).isCloseTo(100, within(1e-6));
  }

  @Test
  void losesNothingUnderManyThreads() {
    VersionCounter counter = new VersionCounter(OutcomeMetric.binary());
    IntStream.range(0, 40_000)
        .parallel()
        .forEach(
            i -> {
              if (i % 4 == 0) {
                counter.failed(SHORT);
              } else {
                counter.answered(LONG);
              }
              counter.outcome(0.7, i % 2);
            });
    VersionHealth health = counter.health(false);
    assertThat(health.requests()).isEqualTo(40_000);
    assertThat(health.errors()).isEqualTo(10_000);
    assertThat(health.outcomes().get("accuracy"))
        .isEqualTo(new OutcomeTotals(40_000, 20_000, 20_000));
  }

  @Test
  void goesOnFromAnEarlierReading() {
    VersionCounter first = new VersionCounter(OutcomeMetric.regression());
    first.failed(LONG);
    first.outcome(3, 1);
    VersionCounter second = new VersionCounter(OutcomeMetric.regression(), first.health(true));
    second.answered(SHORT);
    second.outcome(1, 2);
    VersionHealth health = second.health(true);
    assertThat(health.requests()).isEqualTo(2);
    assertThat(health.errors()).isEqualTo(1);
    assertThat(health.outcomes().get("mae")).isEqualTo(new OutcomeTotals(2, 3, 5));
    assertThat(health.outcomes().get("mse")).isEqualTo(new OutcomeTotals(2, 5, 17));
  }

  @Test
  void countsAnOutcomeInEveryMetricOrInNone() {
    VersionCounter counter =
        new VersionCounter(
            Map.of(
                "accuracy", OutcomeMetric.accuracy(0.5), "ratio", (score, label) -> score / label));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counter.outcome(0.5, 0))
        .withMessageContaining("ratio");
    assertThat(counter.health(true).outcomes()).isEmpty();
  }

  @Test
  void logLossStaysFiniteForACertainMistake() {
    OutcomeMetric logLoss = OutcomeMetric.logLoss();
    assertThat(logLoss.value(0, 1)).isCloseTo(34.54, within(0.01));
    assertThat(logLoss.value(0.8, 0)).isCloseTo(-Math.log(0.2), within(1e-12));
    assertThat(logLoss.value(0.8, 1)).isCloseTo(-Math.log(0.8), within(1e-12));
  }
}
