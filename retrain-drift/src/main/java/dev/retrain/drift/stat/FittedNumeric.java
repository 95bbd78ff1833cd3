package dev.retrain.drift.stat;

import java.util.Arrays;
import java.util.Optional;

/**
 * A numeric reference sample, sorted and cut once, to compare any number of current samples with.
 *
 * <p>NaN counts as missing; infinities are values like any other; -0.0 equals 0.0. Holds one sorted
 * copy of the sample (8 bytes a row) and is immutable, so threads may share it.
 */
public final class FittedNumeric {

  /** Bins of the population stability index where nothing else is asked for. */
  public static final int DEFAULT_BINS = 10;

  private final double[] sorted;
  private final long missing;
  private final Buckets buckets;
  private final Optional<Atoms> atoms;
  private final Binning binning;
  private final boolean ties;

  private FittedNumeric(double[] sorted, long missing, int bins) {
    this.sorted = sorted;
    this.missing = missing;
    this.buckets = Buckets.of(sorted.length == 0 ? new double[1] : sorted);
    this.atoms = Atoms.of(sorted);
    this.binning = Binning.quantiles(sorted, bins);
    this.ties = repeats(sorted);
  }

  private static boolean repeats(double[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i - 1] == sorted[i]) {
        return true;
      }
    }
    return false;
  }

  /** Fits a sample with {@value #DEFAULT_BINS} quantile bins; the array is left as it is. */
  public static FittedNumeric fit(double... sample) {
    return fit(sample, DEFAULT_BINS);
  }

  /**
   * Fits a sample with the given number of quantile bins; the array is left as it is.
   *
   * @param bins at least 2; fewer result where quantiles coincide
   */
  public static FittedNumeric fit(double[] sample, int bins) {
    if (bins < 2) {
      throw new IllegalArgumentException("needs at least 2 bins, got " + bins);
    }
    double[] sorted = Sorting.sorted(sample);
    return new FittedNumeric(sorted, (long) sample.length - sorted.length, bins);
  }

  /** Returns how many rows the reference has, missing ones included. */
  public long rows() {
    return sorted.length + missing;
  }

  /** Returns how many rows have a value. */
  public long present() {
    return sorted.length;
  }

  /** Returns how many rows are missing. */
  public long missing() {
    return missing;
  }

  /** Returns the frozen bins of the population stability index. */
  public Binning binning() {
    return binning;
  }

  /**
   * Returns how the reference itself spreads over {@link #binning()}, missing rows counted apart.
   */
  public BinCounts binCounts() {
    return binning.countSorted(sorted, missing);
  }

  /**
   * Returns the smallest reference value with at least the given share of the sample at or below
   * it.
   */
  public double quantile(double share) {
    if (sorted.length == 0) {
      throw new IllegalStateException("the reference has no value, so no quantile");
    }
    return SampleQuantiles.at(sorted, share);
  }

  /** Returns the empirical distribution of the reference. */
  public Ecdf ecdf() {
    return Ecdf.of(new SortedSample(sorted, missing));
  }

  /** The shares of the reference below the middle of each value's bucket; NaN is left out. */
  double[] ranks(double... values) {
    int[] start = buckets.start();
    double[] ranks = new double[values.length];
    int count = 0;
    for (double value : values) {
      int bucket = buckets.locator().locate(value);
      if (bucket < buckets.count()) {
        ranks[count++] = ((double) start[bucket] + start[bucket + 1]) / (2.0 * sorted.length);
      }
    }
    return count == ranks.length ? ranks : Arrays.copyOf(ranks, count);
  }

  /** Returns whether the reference holds one single distinct value. */
  boolean isConstant() {
    return sorted.length > 0 && sorted[0] == sorted[sorted.length - 1];
  }

  /** Returns whether a value occurs more than once in the reference. */
  boolean hasTies() {
    return ties;
  }

  double[] sorted() {
    return sorted;
  }

  Buckets buckets() {
    return buckets;
  }

  /** Returns the distinct values, where there are few. */
  Optional<Atoms> atoms() {
    return atoms;
  }
}
