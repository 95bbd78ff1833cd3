package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Statistic.Reason;
import java.util.function.DoubleUnaryOperator;

/** The Wasserstein-1 (earth mover's) distance of two samples, the area between their ECDFs. */
public final class Wasserstein {

  private static final double FLOOR_SHARE = 0.1;

  private Wasserstein() {}

  /** Returns the distance of two samples known by their step functions. */
  public static Statistic<Double> distance(Ecdf reference, Ecdf current) {
    return reference.rows() == 0 || current.rows() == 0
        ? Statistic.undefined(Reason.INSUFFICIENT_DATA)
        : Statistic.finite(reference.area(current));
  }

  /**
   * Returns the distance in the unit of the values; unbounded where an infinity stands on one side.
   */
  public static Statistic<Double> distance(FittedNumeric reference, SortedSample current) {
    var problem =
        SampleSizes.problem(
            reference.rows(), reference.present(), current.rows(), current.present());
    return problem.isPresent()
        ? Statistic.undefined(problem.get())
        : Statistic.finite(reference.ecdf().area(Ecdf.of(current)));
  }

  /**
   * Returns the distance in units of {@link #scale}: constant where that is zero, since a reference
   * of one value gives no scale.
   */
  public static Statistic<Double> scaled(FittedNumeric reference, SortedSample current) {
    if (!(distance(reference, current) instanceof Statistic.Value<Double> raw)) {
      return distance(reference, current);
    }
    double scale = scale(reference);
    return scale > 0 ? Statistic.finite(raw.value() / scale) : Statistic.undefined(Reason.CONSTANT);
  }

  /**
   * Returns the scale of a reference: its interquartile range, but no less than a tenth of the
   * range of its middle 95 %, so that data with one dominant value keeps a scale.
   */
  public static double scale(FittedNumeric reference) {
    return scale(reference::quantile);
  }

  /**
   * Returns the scale of a reference known by its quantile function, which takes a share from 0 to
   * 1.
   */
  public static double scale(DoubleUnaryOperator quantile) {
    double quartiles = quantile.applyAsDouble(0.75) - quantile.applyAsDouble(0.25);
    double middle = quantile.applyAsDouble(0.975) - quantile.applyAsDouble(0.025);
    return Math.max(quartiles, FLOOR_SHARE * middle);
  }
}
