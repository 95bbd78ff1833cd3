package dev.retrain.drift.stat;

import java.util.Arrays;

/** The buckets whose inside may hold the greatest difference, with the current values in them. */
final class OpenBuckets {

  private final Buckets buckets;
  private final BucketCounts counts;
  private final long n;
  private final long m;

  /** Per bucket 0 where closed, otherwise one more than its place among the open ones. */
  private final int[] placeOf;

  private int open;
  private int unknown;
  private long values;
  private int[] bucket = new int[64];
  private long[] left = new long[64];
  private long[] bound = new long[64];

  /** Where each open bucket's values begin in {@code gathered}, or for an atom: values below it. */
  private int[] next = new int[0];

  /** For an atom: values equal to it. */
  private int[] equal = new int[0];

  private boolean[] atom = new boolean[0];
  private double[] gathered = new double[0];

  OpenBuckets(Buckets buckets, BucketCounts counts, long n, long m) {
    this.buckets = buckets;
    this.counts = counts;
    this.n = n;
    this.m = m;
    this.placeOf = new int[buckets.count() + 1];
  }

  void add(int newBucket, long difference, long highest) {
    if (open == bucket.length) {
      bucket = Arrays.copyOf(bucket, 2 * open);
      left = Arrays.copyOf(left, 2 * open);
      bound = Arrays.copyOf(bound, 2 * open);
    }
    bucket[open] = newBucket;
    left[open] = difference;
    bound[open++] = highest;
    if (!counts.areAllTheAtom(newBucket)) {
      placeOf[newBucket] = open;
      unknown++;
      values += buckets.isAtom(newBucket) ? 0 : counts.of(newBucket);
    }
  }

  /** How many current values would have to be collected and sorted. */
  long values() {
    return values;
  }

  /** Collects the current values of the open buckets; an atom's are only compared with it. */
  void fill(double[] current) {
    layOut();
    if (unknown == 0) {
      return;
    }
    int[] bucketOf = new int[Locator.BLOCK];
    for (int from = 0; from < current.length; from += Locator.BLOCK) {
      int to = Math.min(current.length, from + Locator.BLOCK);
      buckets.locator().locate(current, from, to, bucketOf);
      for (int i = 0; i < to - from; i++) {
        int place = placeOf[bucketOf[i]];
        if (place != 0) {
          take(place - 1, current[from + i]);
        }
      }
    }
  }

  private void layOut() {
    next = new int[open];
    equal = new int[open];
    atom = new boolean[open];
    int size = 0;
    for (int k = 0; k < open; k++) {
      atom[k] = buckets.isAtom(bucket[k]);
      next[k] = atom[k] ? 0 : size;
      equal[k] = counts.areAllTheAtom(bucket[k]) ? counts.of(bucket[k]) : 0;
      size += atom[k] ? 0 : counts.of(bucket[k]);
    }
    gathered = new double[size];
  }

  private void take(int k, double value) {
    if (atom[k]) {
      double only = buckets.sorted()[buckets.start()[bucket[k]]];
      next[k] += value < only ? 1 : 0;
      equal[k] += value == only ? 1 : 0;
    } else {
      gathered[next[k]++] = value;
    }
  }

  /** The greatest difference at or above the given one that occurs inside an open bucket. */
  long best(long known) {
    long best = known;
    for (int k = 0; k < open; k++) {
      if (bound[k] > best) {
        best = Math.max(best, atom[k] ? insideAtom(k) : inside(k));
      }
    }
    return best;
  }

  private long insideAtom(int k) {
    int reference = buckets.start()[bucket[k] + 1] - buckets.start()[bucket[k]];
    long before = left[k] - next[k] * n;
    long after = before + reference * m - equal[k] * n;
    return Math.max(Math.abs(before), Math.abs(after));
  }

  private long inside(int k) {
    int jEnd = next[k];
    int jFrom = jEnd - counts.of(bucket[k]);
    Arrays.sort(gathered, jFrom, jEnd);
    int iFrom = buckets.start()[bucket[k]];
    int iEnd = buckets.start()[bucket[k] + 1];
    return new MergedKs(buckets.sorted(), gathered, n, m).within(left[k], iFrom, iEnd, jFrom, jEnd);
  }
}
