package dev.retrain.drift.metric;

import dev.retrain.api.metric.MetricValue;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Count, mean and spread of numbers added one by one.
 *
 * <p>Welford's update, and the pairwise one of Chan, Golub and LeVeque (1979) to merge. Not for
 * several threads.
 */
final class Mean {

  private long count;
  private double mean;
  private double squares;

  void add(double value) {
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }

  void merge(Mean other) {
    if (other.count == 0) {
      return;
    }
    double all = (double) count + other.count;
    double delta = other.mean - mean;
    squares += other.squares + delta * delta * count * other.count / all;
    mean += delta * other.count / all;
    count += other.count;
  }

  long count() {
    return count;
  }

  double mean() {
    return mean;
  }

  /**
   * Returns the standard error of the mean; unknown of a single value, and where squares overflow.
   */
  OptionalDouble standardError() {
    double error = Math.sqrt(squares / (count - 1.0) / count);
    return Double.isFinite(error) ? OptionalDouble.of(error) : OptionalDouble.empty();
  }

  MetricValue value() {
    return new MetricValue(mean, standardError(), OptionalLong.of(count));
  }

  /** Returns the square root of the mean, its error by the delta method; 0 where the mean is 0. */
  MetricValue root() {
    double root = Math.sqrt(mean);
    OptionalDouble error = standardError();
    return new MetricValue(
        root,
        error.isEmpty() || root == 0 ? error : OptionalDouble.of(error.getAsDouble() / (2 * root)),
        OptionalLong.of(count));
  }
}
