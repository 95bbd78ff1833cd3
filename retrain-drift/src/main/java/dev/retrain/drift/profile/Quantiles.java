package dev.retrain.drift.profile;

import java.util.Arrays;

/**
 * The distribution of a numeric column as a sketch saw it: sorted distinct values, each with the
 * number of rows at or below it; immutable.
 *
 * <p>NaN and missing cells are not part of it; infinities are.
 */
public final class Quantiles {
  private static final Quantiles EMPTY = new Quantiles(new double[0], new long[0], 0);

  private final double[] values;
  private final long[] cumulative;
  private final double rankError;

  private Quantiles(double[] values, long[] cumulative, double rankError) {
    this.values = values;
    this.cumulative = cumulative;
    this.rankError = rankError;
  }

  /** Takes sorted values with a weight each; joins equal ones, negative and positive zero too. */
  static Quantiles ofWeights(double[] values, long[] weights, double rankError) {
    if (values.length == 0) {
      return EMPTY;
    }
    int distinct = 0;
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i];
      boolean last = i + 1 == values.length || values[i] != values[i + 1];
      if (last) {
        values[distinct] = values[i] + 0.0;
        weights[distinct++] = sum;
      }
    }
    return new Quantiles(
        Arrays.copyOf(values, distinct), Arrays.copyOf(weights, distinct), rankError);
  }

  /** Returns how many rows the distribution is of. */
  public long count() {
    return cumulative.length == 0 ? 0 : cumulative[cumulative.length - 1];
  }

  /** Returns whether there are no rows. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /**
   * Returns the smallest kept value whose rank is at least {@code rank}.
   *
   * @param rank in 0 .. 1; 0.5 asks for the median
   * @throws IllegalStateException if there are no rows
   */
  public double quantile(double rank) {
    if (!(rank >= 0 && rank <= 1)) {
      throw new IllegalArgumentException("a rank lies in 0 .. 1, not " + rank);
    }
    if (isEmpty()) {
      throw new IllegalStateException("no quantile of no rows");
    }
    long wanted = Math.max(1, (long) Math.ceil(rank * count()));
    int at = Arrays.binarySearch(cumulative, wanted);
    return values[at < 0 ? -at - 1 : at];
  }

  /** Returns the share of rows at or below {@code value}, in 0 .. 1; zero if there are no rows. */
  public double rank(double value) {
    long below = countAtOrBelow(value);
    return below == 0 ? 0 : (double) below / count();
  }

  /** Returns the (estimated) number of rows at or below {@code value}. */
  public long countAtOrBelow(double value) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : cumulative[low - 1];
  }

  /**
   * Returns the largest error of a rank that holds with 99 % confidence, as a share of the rows;
   * zero while the sketch still holds every value.
   */
  public double rankError() {
    return rankError;
  }

  /** Returns a copy of the kept values, ascending and distinct. */
  public double[] values() {
    return values.clone();
  }

  /** Returns a copy of the (estimated) number of rows at or below each of {@link #values()}. */
  public long[] cumulativeCounts() {
    return cumulative.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantiles that
        && Arrays.equals(values, that.values)
        && Arrays.equals(cumulative, that.cumulative);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(cumulative);
  }

  @Override
  public String toString() {
    return values.length + " values of " + count() + " rows";
  }
}
