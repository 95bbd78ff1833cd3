package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How sure a verdict must be, to one side.
 *
 * @param share from 0.5, where the point value decides, to below 1
 * @param among how many judges, any of which may refuse, share its error
 */
record Confidence(double share, int among) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double BOTH_SIDES = 0.975;
  private static final double MOST_ROWS = 1e15;

  /** The point value decides. */
  static final Confidence POINT = new Confidence(0.5);

  /** Creates that of a judge by itself. */
  Confidence(double share) {
    this(share, 1);
  }

  /** Checks the range. */
  Confidence {
    if (!(share >= 0.5 && share < 1)) {
      throw new IllegalArgumentException("a confidence lies from 0.5 to below 1, is " + share);
    }
  }

  /** Returns the same as one of so many; a point value decides for each by itself. */
  Confidence among(int judges) {
    return share == POINT.share() ? this : new Confidence(share, judges);
  }

  /** Returns whether a figure so far on the wrong side is shown to be there. */
  boolean refuses(double distance, double standardError) {
    double each = 1 - (1 - share) / among;
    return among == 1 || distance >= NORMAL.inverseCumulativeProbability(each) * standardError;
  }

  /** Returns how far a bound lies from its estimate. */
  double reach(double standardError) {
    return NORMAL.inverseCumulativeProbability(share) * standardError;
  }

  /** Returns how far both ends of a 95 % interval lie from the estimate. */
  static double halfWidth(double standardError) {
    return NORMAL.inverseCumulativeProbability(BOTH_SIDES) * standardError;
  }

  /**
   * Returns the rows that would suffice: errors shrink with the root of their number.
   *
   * @param distance of the estimate from the limit, above 0
   */
  String enough(double distance, double standardError, long rows) {
    double factor = reach(standardError) / distance;
    return distance > 0
        ? "about "
            + (long) Math.ceil(Math.min(MOST_ROWS, rows * factor * factor))
            + " rows would do"
        : "no number of rows would do while the figure stays as it is";
  }

  /** Returns a text such as {@code 95 % confidence}. */
  @Override
  public String toString() {
    return Node.of(Math.round(share * 1e4) / 1e2) + " % confidence";
  }

  /** Returns the key {@code confidence}, the point value without it. */
  static <T> ObjectShape.Field<T, Double> field(
      ObjectShape.Builder<T> all, ToDoubleFunction<T> share) {
    return all.optional(
        "confidence",
        Shapes.number(0.5, 0.999999),
        POINT.share(),
        share::applyAsDouble,
        "asked, to one side; 0.5 takes the point value");
  }
}
