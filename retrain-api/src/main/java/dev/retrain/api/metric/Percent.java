package dev.retrain.api.metric;

import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;

/**
 * A percentage of traffic.
 *
 * @param value from 0 to 100
 */
public record Percent(double value) implements Comparable<Percent> {

  public static final Percent NONE = new Percent(0);
  public static final Percent ALL = new Percent(100);

  /** Checks the range. */
  public Percent {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException("a percentage must lie from 0 to 100, is " + value);
    }
    value = value == 0 ? 0 : value;
  }

  /** Returns a percentage of traffic, 0 to 100. */
  public static Percent percent(double value) {
    return new Percent(value);
  }

  /** Returns the same share as a fraction. */
  public Fraction asFraction() {
    return new Fraction(value / 100);
  }

  /** Returns the difference to 100. */
  public Percent rest() {
    return new Percent(100 - value);
  }

  /** Returns the document form: a number from 0 to 100. */
  public static Shape<Percent> shape() {
    return Shapes.number(0, 100).as(Percent::new, Percent::value);
  }

  @Override
  public int compareTo(Percent other) {
    return Double.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value == Math.rint(value) ? (long) value + " %" : value + " %";
  }
}
