package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Measured.Reason;

/** The Wasserstein-1 (earth mover's) distance of two samples, the area between their ECDFs. */
public final class Wasserstein {

  private static final double FLOOR_SHARE = 0.1;

  private Wasserstein() {}

  /** The distance in the unit of the values; unbounded where an infinity stands on one side. */
  public static Measured<Double> distance(FittedNumeric reference, SortedSample current) {
    var problem =
        Samples.problem(reference.rows(), reference.present(), current.rows(), current.present());
    return problem.isPresent()
        ? Measured.undefined(problem.get())
        : Measured.finite(area(reference.sorted(), current.values()));
  }

  /**
   * The distance in units of {@link #scale}: constant where that is zero, since a reference of one
   * value gives no scale.
   */
  public static Measured<Double> scaled(FittedNumeric reference, SortedSample current) {
    if (!(distance(reference, current) instanceof Measured.Value<Double> raw)) {
      return distance(reference, current);
    }
    double scale = scale(reference);
    return scale > 0 ? Measured.finite(raw.value() / scale) : Measured.undefined(Reason.CONSTANT);
  }

  /**
   * The scale of a reference: its interquartile range, but no less than a tenth of the range of its
   * middle 95 %, so that data with one dominant value keeps a scale.
   */
  public static double scale(FittedNumeric reference) {
    double quartiles = reference.quantile(0.75) - reference.quantile(0.25);
    double middle = reference.quantile(0.975) - reference.quantile(0.025);
    return Math.max(quartiles, FLOOR_SHARE * middle);
  }

  private static double area(double[] left, double[] right) {
    double area = 0;
    int i = 0;
    int j = 0;
    double at = Math.min(left[0], right[0]);
    while (i < left.length || j < right.length) {
      double height = Math.abs((double) i / left.length - (double) j / right.length);
      double next = next(left, i, right, j);
      area += height == 0 || next == at ? 0 : height * (next - at);
      at = next;
      while (i < left.length && left[i] <= at) {
        i++;
      }
      while (j < right.length && right[j] <= at) {
        j++;
      }
    }
    return area;
  }

  private static double next(double[] left, int i, double[] right, int j) {
    if (i == left.length) {
      return right[j];
    }
    return j == right.length ? left[i] : Math.min(left[i], right[j]);
  }
}
