package dev.retrain.spi.deploy;

import java.util.OptionalDouble;

/**
 * Sums of a per-request quantity, from which mean and variance follow; accuracy is the mean of ones
 * and zeros.
 *
 * @param count how many requests have the quantity known
 * @param sum of the values
 * @param sumOfSquares of the values
 */
public record OutcomeTotals(long count, double sum, double sumOfSquares) {

  /** Nothing known yet. */
  public static final OutcomeTotals NONE = new OutcomeTotals(0, 0, 0);

  /** Checks the ranges. */
  public OutcomeTotals {
    if (count < 0 || !Double.isFinite(sum) || !Double.isFinite(sumOfSquares)) {
      throw new IllegalArgumentException(
          "outcome totals need finite sums and a count that is not negative");
    }
  }

  /** Returns a copy with one more value. */
  public OutcomeTotals plus(double value) {
    return new OutcomeTotals(count + 1, sum + value, sumOfSquares + value * value);
  }

  /** Returns the mean; empty when nothing is known. */
  public OptionalDouble mean() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
