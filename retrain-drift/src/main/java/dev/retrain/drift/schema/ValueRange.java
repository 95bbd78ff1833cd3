package dev.retrain.drift.schema;

/**
 * A closed interval.
 *
 * @param min the smallest value allowed; -infinity for none
 * @param max the largest value allowed; +infinity for none
 */
public record ValueRange(double min, double max) {
  /** Refuses NaN and an empty interval. */
  public ValueRange {
    if (!(min <= max)) {
      throw new IllegalArgumentException("a range from %s to %s holds nothing".formatted(min, max));
    }
  }

  /** Returns whether a value lies inside, the ends included; NaN does not. */
  public boolean contains(double value) {
    return value >= min && value <= max;
  }

  @Override
  public String toString() {
    return min + " to " + max;
  }
}
