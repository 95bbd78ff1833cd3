package dev.retrain.runtime.backtest;

import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a recorded metric varies by chance.
 *
 * @param median of all measurements
 * @param deviation of one measurement, by the differences between neighbours, so that slow changes
 *     do not count as chance: {@code sqrt(mean(d^2) / 2)}. Source: von Neumann et al., "The Mean
 *     Square Successive Difference", Ann. Math. Statist. 12 (1941)
 * @param every the median time between two measurements
 */
record MetricNoise(double median, double deviation, Duration every) {

  private static final int FEWEST = 5;

  /** Estimates the noise; empty when there are too few measurements. */
  static Optional<MetricNoise> of(MetricSource metrics, String metric, Instant from, Instant to) {
    List<MetricPoint> points = metrics.read(metric, from.minusNanos(1), to);
    if (points.size() < FEWEST) {
      return Optional.empty();
    }
    double[] values = points.stream().mapToDouble(point -> point.value().value()).toArray();
    long[] steps = new long[values.length - 1];
    double squares = 0;
    for (int i = 1; i < values.length; i++) {
      squares += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
      steps[i - 1] = Duration.between(points.get(i - 1).at(), points.get(i).at()).toMillis();
    }
    Arrays.sort(values);
    Arrays.sort(steps);
    return Optional.of(
        new MetricNoise(
            (values[values.length / 2] + values[(values.length - 1) / 2]) / 2,
            Math.sqrt(squares / steps.length / 2),
            Duration.ofMillis(steps[steps.length / 2])));
  }
}
