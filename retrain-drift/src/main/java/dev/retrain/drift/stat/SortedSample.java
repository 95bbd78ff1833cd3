package dev.retrain.drift.stat;

/**
 * A current sample in ascending order, for the statistics that need all of it sorted.
 *
 * <p>Sorting is what Wasserstein and Mann-Whitney cost; sort once and hand the result to both.
 */
public final class SortedSample {

  private final double[] values;
  private final long missing;

  SortedSample(double[] values, long missing) {
    this.values = values;
    this.missing = missing;
  }

  /** Sorts a copy of the sample; NaN is missing. */
  public static SortedSample of(double... sample) {
    double[] sorted = Sorting.sorted(sample);
    return new SortedSample(sorted, (long) sample.length - sorted.length);
  }

  /** Returns how many rows have a value. */
  public long present() {
    return values.length;
  }

  /** Returns how many rows there are. */
  public long rows() {
    return values.length + missing;
  }

  double[] values() {
    return values;
  }
}
