package dev.retrain.api.metric;

import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;

/**
 * A share of a whole, such as an error rate.
 *
 * @param value from 0 to 1
 */
public record Fraction(double value) implements Comparable<Fraction> {

  /** Checks the range. */
  public Fraction {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a fraction must lie from 0 to 1, is " + value);
    }
    value = value == 0 ? 0 : value;
  }

  /** Returns a share of a whole, 0 to 1. */
  public static Fraction fraction(double value) {
    return new Fraction(value);
  }

  /** Returns the document form: a number from 0 to 1. */
  public static Shape<Fraction> shape() {
    return Shapes.number(0, 1).as(Fraction::new, Fraction::value);
  }

  @Override
  public int compareTo(Fraction other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Double.toString(value);
  }
}
