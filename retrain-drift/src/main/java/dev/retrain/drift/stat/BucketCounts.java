package dev.retrain.drift.stat;

/** How many values of a sample fell into each bucket, and where they all equal its atom. */
final class BucketCounts {

  private final int[] counts;

  /** Bits in which any value of a bucket differs from its atom; empty where not looked at. */
  private final long[] differing;

  BucketCounts(int buckets, boolean looksAtAtoms) {
    this.counts = new int[buckets + 1];
    this.differing = looksAtAtoms ? new long[buckets + 1] : new long[0];
  }

  void add(int[] bucketOf, int size) {
    for (int i = 0; i < size; i++) {
      counts[bucketOf[i]]++;
    }
  }

  void add(int[] bucketOf, double[] sample, int from, int to, long[] atoms) {
    for (int i = from; i < to; i++) {
      int bucket = bucketOf[i - from];
      counts[bucket]++;
      differing[bucket] |= SortableBits.of(sample[i]) ^ atoms[bucket];
    }
  }

  int of(int bucket) {
    return counts[bucket];
  }

  /** How many values are NaN. */
  int nan() {
    return counts[counts.length - 1];
  }

  /** Whether all values of the bucket are known to equal its atom. */
  boolean areAllTheAtom(int bucket) {
    return differing.length > 0 && differing[bucket] == 0;
  }
}
