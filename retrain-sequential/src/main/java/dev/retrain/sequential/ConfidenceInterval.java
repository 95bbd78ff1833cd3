package dev.retrain.sequential;

/**
 * Holds a confidence sequence at one look: each bound alone covers the true value at all looks
 * together with probability {@code 1 - alpha} of the test that computed it. A bound that the data
 * do not determine yet is infinite, or the end of the value's range.
 */
public record ConfidenceInterval(double lower, double upper) {
  /** The interval that excludes no value. */
  public static final ConfidenceInterval UNKNOWN =
      new ConfidenceInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Rejects a lower bound above the upper one. */
  public ConfidenceInterval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "the lower bound must not exceed the upper one, got " + lower + " to " + upper);
    }
  }

  /** Returns whether the value lies between the bounds, both included. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }
}
