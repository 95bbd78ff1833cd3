package dev.retrain.sequential;

/**
 * One look at a confidence sequence: each bound alone holds at all looks together with probability
 * {@code 1 - alpha} of the test that made it. A bound that the data do not give yet is infinite, or
 * the end of the figure's range.
 */
public record ConfidenceInterval(double lower, double upper) {
  /** The interval that says nothing. */
  public static final ConfidenceInterval UNKNOWN =
      new ConfidenceInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Refuses bounds that are not in order. */
  public ConfidenceInterval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("bounds out of order: " + lower + " to " + upper);
    }
  }

  /** Whether the value lies between the bounds, ends included. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }
}
