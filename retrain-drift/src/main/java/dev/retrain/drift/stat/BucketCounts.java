package dev.retrain.drift.stat;

/**
 * How many values of a sample fell into each bucket, where each value went, and which buckets hold
 * nothing but their atom. Takes four bytes per value.
 */
final class BucketCounts {

  /** Values handled at once, to stay in the first-level cache. */
  private static final int BLOCK = 2048;

  private final int[] counts;
  private final int[] ranks;
  private final int fractionBits;

  /** Bits in which any value of a bucket differs from its atom; empty where not looked at. */
  private final long[] differing;

  BucketCounts(Buckets buckets, double[] sample, long[] atoms) {
    Locator locator = buckets.locator();
    this.counts = new int[buckets.count() + 1];
    this.ranks = new int[sample.length];
    this.fractionBits = locator.fractionBits();
    this.differing = new long[atoms.length];
    for (int from = 0; from < sample.length; from += BLOCK) {
      int to = Math.min(sample.length, from + BLOCK);
      locator.ranks(sample, from, to, ranks);
      count(from, to);
      if (atoms.length > 0) {
        compare(sample, from, to, atoms);
      }
    }
  }

  private void count(int from, int to) {
    for (int i = from; i < to; i++) {
      counts[ranks[i] >>> fractionBits]++;
    }
  }

  private void compare(double[] sample, int from, int to, long[] atoms) {
    for (int i = from; i < to; i++) {
      int bucket = ranks[i] >>> fractionBits;
      differing[bucket] |= SortableBits.of(sample[i]) ^ atoms[bucket];
    }
  }

  int of(int bucket) {
    return counts[bucket];
  }

  /** Returns the bucket of a value by its place in the sample. */
  int bucketOf(int place) {
    return ranks[place] >>> fractionBits;
  }

  /**
   * Returns the rank of each value; its lowest {@link #fractionBits} bits say where in its bucket.
   */
  int[] ranks() {
    return ranks;
  }

  int fractionBits() {
    return fractionBits;
  }

  /** Returns how many values are NaN. */
  int nan() {
    return counts[counts.length - 1];
  }

  /** Returns whether all values of the bucket are known to equal its atom. */
  boolean areAllTheAtom(int bucket) {
    return differing.length > 0 && differing[bucket] == 0;
  }
}
