package dev.retrain.api.metric;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A measured value, with its uncertainty where that is known.
 *
 * @param value finite
 * @param standardError of the value, not negative
 * @param rows how many rows it was measured on
 */
public record MetricValue(double value, OptionalDouble standardError, OptionalLong rows) {

  /**
   * Checks that the value is finite.
   *
   * @throws IllegalArgumentException if it is NaN or infinite: a missing value is no value
   */
  public MetricValue {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a metric value must be finite, is " + value);
    }
    if (standardError.isPresent() && !(standardError.getAsDouble() >= 0)) {
      throw new IllegalArgumentException("a standard error must not be negative");
    }
    if (rows.isPresent() && rows.getAsLong() < 0) {
      throw new IllegalArgumentException("a row count must not be negative");
    }
  }

  /** Returns a value without standard error and row count. */
  public static MetricValue of(double value) {
    return new MetricValue(value, OptionalDouble.empty(), OptionalLong.empty());
  }

  /** Returns a value with its standard error and row count. */
  public static MetricValue of(double value, double standardError, long rows) {
    return new MetricValue(value, OptionalDouble.of(standardError), OptionalLong.of(rows));
  }
}
