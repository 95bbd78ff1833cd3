package dev.retrain.runtime.trigger;

import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.source.MetricPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Smoothing by half-life, and levels between which a metric's firing stands. */
class LevelsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  private static MetricPoint point(int hours, double value) {
    return new MetricPoint(START.plus(HOUR.multipliedBy(hours)), MetricValue.of(value));
  }

  private static String firing(Signal signal) {
    assertThat(signal).isInstanceOf(Signal.Fire.class);
    return ((Signal.Fire) signal).firingId();
  }

  @Test
  void aMeasurementAHalfLifeOldCountsHalfAtAnyIntervals() {
    List<MetricPoint> smoothed =
        new HalfLife(HOUR.multipliedBy(2))
            .smooth(List.of(point(0, 1), point(2, 0), point(6, 0), point(7, 1)));

    assertThat(smoothed)
        .extracting(p -> p.value().value())
        .containsExactly(1.0, 0.5, 0.125, 0.125 + (1 - Math.sqrt(0.5)) * 0.875);
    assertThatThrownBy(() -> metric("auc").below(0.6).smoothed(Duration.ZERO))
        .hasMessageContaining("half-life");
  }

  @Test
  void oneBadHourDoesNotFireASmoothedMetricAndALastingDropDoes() {
    Looker looker = new Looker(metric("auc").below(0.6).smoothed(HOUR.multipliedBy(3)));
    for (int i = 0; i < 24; i++) {
      assertThat(looker.measure(HOUR, "auc", 0.7)).isInstanceOf(Signal.Quiet.class);
    }
    assertThat(looker.measure(HOUR, "auc", 0.4)).isInstanceOf(Signal.Quiet.class);
    assertThat(looker.measure(HOUR, "auc", 0.7)).isInstanceOf(Signal.Quiet.class);
    looker.measure(HOUR, "auc", 0.5);
    looker.measure(HOUR, "auc", 0.5);
    looker.measure(HOUR, "auc", 0.5);

    assertThat(looker.measure(HOUR, "auc", 0.5).why()).isEqualTo("auc 0.5599 is below 0.6");
  }

  @Test
  void withoutALevelToArmAtEveryMeasurementIsAFiring() {
    Looker looker = new Looker(metric("auc").below(0.6));

    assertThat(firing(looker.measure(HOUR, "auc", 0.5)))
        .isNotEqualTo(firing(looker.measure(HOUR, "auc", 0.5)));
  }

  @Test
  void aStayBeyondTheLimitIsOneFiringUntilTheMetricIsBack() {
    Looker looker = new Looker(metric("auc").below(0.6).resetAt(0.65));
    assertThat(looker.measure(HOUR, "auc", 0.7)).isInstanceOf(Signal.Quiet.class);
    String first = firing(looker.measure(HOUR, "auc", 0.59));
    assertThat(first).isEqualTo("2001-01-01T02:00:00Z");

    assertThat(firing(looker.measure(HOUR, "auc", 0.5))).isEqualTo(first);
    assertThat(firing(looker.measure(HOUR, "auc", 0.62))).as("not back yet").isEqualTo(first);
    assertThat(firing(looker.measure(HOUR, "auc", 0.55))).isEqualTo(first);
    assertThat(looker.look().why())
        .isEqualTo("auc 0.55 is below 0.6, and has not been back at 0.65 since " + first);

    assertThat(looker.measure(HOUR, "auc", 0.65)).isInstanceOf(Signal.Quiet.class);
    assertThat(firing(looker.measure(HOUR, "auc", 0.59))).isNotEqualTo(first);
  }

  @Test
  void whoComesBackBetweenTwoLooksFiresAnew() {
    Looker looker = new Looker(metric("error_rate").above(0.1).resetAt(0.05));
    String first = firing(looker.measure(HOUR, "error_rate", 0.2));
    looker.metrics.put("error_rate", looker.now.plus(HOUR), 0.01);

    assertThat(firing(looker.measure(HOUR.multipliedBy(2), "error_rate", 0.3))).isNotEqualTo(first);
  }

  @Test
  void aNewChampionBeginsAnew() {
    Looker looker = new Looker(metric("auc").below(0.6).resetAt(0.65));
    String first = firing(looker.measure(HOUR, "auc", 0.5));
    looker.now = looker.now.plus(HOUR);
    looker.since = Optional.of(looker.now);

    assertThat(looker.look()).isInstanceOf(Signal.Undecided.class);
    assertThat(firing(looker.measure(HOUR, "auc", 0.5))).isNotEqualTo(first);
  }

  @Test
  void aLevelOnTheWrongSideIsAProblem() {
    assertThat(metric("auc").below(0.6).resetAt(0.5).problems())
        .extracting(Problem::code)
        .containsExactly("contradictory-levels");
    assertThat(metric("error_rate").above(0.1).resetAt(0.2).problems()).hasSize(1);
    assertThat(metric("auc").below(0.6).resetAt(0.6).problems()).isEmpty();
    assertThatThrownBy(() -> metric("auc").below(0.6).resetAt(Double.NaN))
        .hasMessageContaining("finite");
  }
}
