package dev.retrain.drift.metric;

import dev.retrain.api.metric.MetricValue;

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

  /** Standard error of the mean; 0 for a single value. */
  double standardError() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1.0) / count);
  }

  MetricValue value() {
    return MetricValue.of(mean, standardError(), count);
  }

  /** The square root of the mean, its error by the delta method; 0 where the mean is 0. */
  MetricValue root() {
    double root = Math.sqrt(mean);
    return MetricValue.of(root, root == 0 ? 0 : standardError() / (2 * root), count);
  }
}
