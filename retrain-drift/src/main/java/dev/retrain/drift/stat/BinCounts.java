package dev.retrain.drift.stat;

import java.util.Arrays;

/** How many rows fell into each bin, and how many were missing; immutable. */
public final class BinCounts {

  private final long[] counts;
  private final long missing;

  /**
   * Takes counts as they are.
   *
   * @param counts rows per bin, in the order of the bins; copied
   * @param missing rows without a value
   */
  public BinCounts(long[] counts, long missing) {
    this.counts = counts.clone();
    this.missing = missing;
  }

  /** Returns a copy of the rows per bin. */
  public long[] counts() {
    return counts.clone();
  }

  /** Returns the rows without a value. */
  public long missing() {
    return missing;
  }

  /** Returns the rows with a value. */
  public long present() {
    return Arrays.stream(counts).sum();
  }

  /** Returns the rows with and without a value. */
  public long rows() {
    return present() + missing;
  }

  /** Returns the counts of both samples together; bins must be the same. */
  public BinCounts merge(BinCounts other) {
    if (other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "cannot merge %d bins with %d".formatted(counts.length, other.counts.length));
    }
    long[] sum = counts.clone();
    Arrays.setAll(sum, i -> counts[i] + other.counts[i]);
    return new BinCounts(sum, missing + other.missing);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinCounts that
        && missing == that.missing
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Long.hashCode(missing);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts) + " and " + missing + " missing";
  }
}
