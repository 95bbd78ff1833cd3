package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of a metric source. Extend it and implement how a source with given content is
 * created.
 */
@ExtendWith(CaseCount.class)
public abstract class MetricSourceTck {

  private static final String AUC = "auc";
  private static final Instant START = Instant.parse("2001-02-03T00:00:00Z");

  /** The time between two points the kit puts into a source. */
  protected static final Duration STEP = Duration.ofMinutes(1);

  /**
   * Returns a source that holds these points of one metric and nothing else.
   *
   * @param metric its name
   * @param points whole minutes, in no order
   */
  protected abstract MetricSource source(String metric, List<MetricPoint> points);

  private static Instant minute(int number) {
    return START.plus(STEP.multipliedBy(number));
  }

  private static MetricPoint point(int minute, double value) {
    return new MetricPoint(minute(minute), MetricValue.of(value));
  }

  private MetricSource five() {
    return source(
        AUC, List.of(point(3, 0.3), point(1, 0.1), point(5, 0.5), point(2, 0.2), point(4, 0.4)));
  }

  private static List<Double> values(List<MetricPoint> points) {
    return points.stream().map(point -> point.value().value()).toList();
  }

  @Test
  void givesPointsOldestFirst() {
    assertThat(values(five().read(AUC, minute(0), minute(9))))
        .as("points are ordered by time, oldest first")
        .containsExactly(0.1, 0.2, 0.3, 0.4, 0.5);
  }

  @Test
  void keepsTheTimeOfAPoint() {
    assertThat(five().read(AUC, minute(0), minute(1)))
        .extracting(MetricPoint::at)
        .containsExactly(minute(1));
  }

  @Test
  void leavesOutTheBeginningAndTakesInTheEnd() {
    assertThat(values(five().read(AUC, minute(2), minute(4))))
        .as("after is exclusive, upTo is inclusive: two stretches that meet share no point")
        .containsExactly(0.3, 0.4);
  }

  @Test
  void hasNothingInAnEmptyStretch() {
    assertThat(five().read(AUC, minute(3), minute(3))).isEmpty();
    assertThat(five().read(AUC, minute(6), minute(9))).isEmpty();
  }

  @Test
  void hasNothingOfAMetricItDoesNotKnow() {
    assertThat(five().read("unheard_of", minute(0), minute(9)))
        .as("an unknown metric has no points: not 0, not NaN, no exception")
        .isEmpty();
  }

  @Test
  void leavesGapsEmpty() {
    MetricSource gap = source(AUC, List.of(point(1, 0.1), point(4, 0.4)));

    assertThat(values(gap.read(AUC, minute(0), minute(9))))
        .as("a missing value is left out, never filled")
        .containsExactly(0.1, 0.4);
  }

  @Test
  void keepsZeroAndNegativeValues() {
    MetricSource source = source(AUC, List.of(point(1, 0), point(2, -1.5)));

    assertThat(values(source.read(AUC, minute(0), minute(9)))).containsExactly(0.0, -1.5);
  }

  @Test
  void returnsTheSameTwice() {
    MetricSource source = five();

    assertThat(source.read(AUC, minute(0), minute(9)))
        .as("reading changes nothing")
        .isEqualTo(source.read(AUC, minute(0), minute(9)));
  }
}
