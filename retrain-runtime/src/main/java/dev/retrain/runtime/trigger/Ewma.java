package dev.retrain.runtime.trigger;

import java.time.Duration;

/**
 * An exponentially weighted moving average.
 *
 * @param weight of the newest value, above 0 to 1; 1 does not smooth
 */
public record Ewma(double weight) {

  /** Checks the range. */
  public Ewma {
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException("a weight lies above 0 up to 1, is " + weight);
    }
  }

  /**
   * Returns the weight by which values a half-life old count half, for values at equal intervals.
   */
  static Ewma halfLife(Duration halfLife, Duration interval) {
    if (halfLife.isNegative() || halfLife.isZero() || interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "a half-life and an interval are above 0, not " + halfLife + " and " + interval);
    }
    return new Ewma(1 - Math.pow(0.5, (double) interval.toMillis() / halfLife.toMillis()));
  }
}
