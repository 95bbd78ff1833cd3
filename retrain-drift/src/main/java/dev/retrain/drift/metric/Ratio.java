package dev.retrain.drift.metric;

import dev.retrain.api.metric.MetricValue;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A ratio of two sums over rows, such as precision, recall and F1, with its standard error.
 *
 * <p>The error is that of the ratio estimator: sd(a - R b) / (mean b sqrt n) (Cochran, Sampling
 * Techniques, section 2.11); of a single row it is unknown. Rows come as counts of like rows.
 */
final class Ratio {

  private double rows;
  private double a;
  private double b;
  private double aa;
  private double ab;
  private double bb;

  /** Adds so many rows that each give {@code over} to the numerator and {@code under} below. */
  void add(double count, double over, double under) {
    rows += count;
    a += count * over;
    b += count * under;
    aa += count * over * over;
    ab += count * over * under;
    bb += count * under * under;
  }

  /** Returns the ratio; absent where its denominator is zero. */
  Optional<MetricValue> value() {
    if (b == 0) {
      return Optional.empty();
    }
    double ratio = a / b;
    double squares = Math.max(0, aa - 2 * ratio * ab + ratio * ratio * bb);
    OptionalDouble error =
        rows < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares) / b);
    return Optional.of(new MetricValue(ratio, error, OptionalLong.of((long) rows)));
  }
}
