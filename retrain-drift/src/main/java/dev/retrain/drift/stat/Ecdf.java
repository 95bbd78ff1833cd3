package dev.retrain.drift.stat;

import java.util.Arrays;

/**
 * A step function: how many rows lie at or below each of some ascending values. Immutable.
 *
 * <p>What a sketch keeps of a sample is one, and so is a sample itself; two of them can be compared
 * whatever they stand for.
 */
public final class Ecdf {

  private final double[] values;
  private final long[] cumulative;

  private Ecdf(double[] values, long[] cumulative) {
    this.values = values;
    this.cumulative = cumulative;
  }

  /**
   * Makes a step function.
   *
   * @param values ascending, without NaN; copied
   * @param cumulative rows at or below each value, ascending; copied
   */
  public static Ecdf of(double[] values, long[] cumulative) {
    if (values.length != cumulative.length) {
      throw new IllegalArgumentException(
          "%d values with %d counts".formatted(values.length, cumulative.length));
    }
    return new Ecdf(values.clone(), cumulative.clone());
  }

  /** Returns the step function of a sample. */
  public static Ecdf of(SortedSample sample) {
    long[] cumulative = new long[sample.values().length];
    Arrays.setAll(cumulative, i -> i + 1L);
    return new Ecdf(sample.values(), cumulative);
  }

  /** Returns how many rows it stands for. */
  public long rows() {
    return values.length == 0 ? 0 : cumulative[values.length - 1];
  }

  /** Returns the greatest distance to another step function, 0 to 1; both must have rows. */
  public double greatestDistance(Ecdf other) {
    double greatest = 0;
    for (Steps steps = new Steps(this, other); steps.advance(); ) {
      greatest = Math.max(greatest, steps.height());
    }
    return greatest;
  }

  /** Returns the area between this and another step function; both must have rows. */
  public double area(Ecdf other) {
    double area = 0;
    Steps steps = new Steps(this, other);
    steps.advance();
    double height = steps.height();
    double at = steps.at();
    while (steps.advance()) {
      boolean none = height == 0 || steps.at() == at;
      area += none ? 0 : height * (steps.at() - at);
      height = steps.height();
      at = steps.at();
    }
    return area;
  }

  /** Walks the steps of two functions together, equal values at once. */
  private static final class Steps {

    private final Ecdf left;
    private final Ecdf right;
    private int i;
    private int j;
    private double at;

    Steps(Ecdf left, Ecdf right) {
      this.left = left;
      this.right = right;
    }

    boolean advance() {
      if (i == left.values.length && j == right.values.length) {
        return false;
      }
      at = Math.min(next(left, i), next(right, j));
      i = skip(left, i);
      j = skip(right, j);
      return true;
    }

    private static double next(Ecdf steps, int i) {
      return i == steps.values.length ? Double.POSITIVE_INFINITY : steps.values[i];
    }

    private int skip(Ecdf steps, int from) {
      int to = from;
      while (to < steps.values.length && steps.values[to] <= at) {
        to++;
      }
      return to;
    }

    double at() {
      return at;
    }

    double height() {
      return Math.abs(share(left, i) - share(right, j));
    }

    private static double share(Ecdf steps, int i) {
      return i == 0 ? 0 : (double) steps.cumulative[i - 1] / steps.rows();
    }
  }
}
