package dev.retrain.drift.stat;

import java.util.Arrays;

/**
 * The buckets whose inside may hold the greatest difference, looked into value by value.
 *
 * <p>The difference of two distribution functions is greatest right before or at a reference value,
 * so nothing is sorted: each current value is counted between or at those of its bucket.
 */
final class OpenBuckets {

  /** A step of a search costs some nanoseconds, one into a {@link SlotTable} costs this many. */
  private static final double TABLE_STEPS = 0.5;

  private final Buckets buckets;
  private final BucketCounts counts;
  private final long n;
  private final long m;

  /** Per bucket 0 where closed, otherwise one more than its place among the open ones. */
  private final int[] placeOf;

  private int open;
  private int unknown;
  private double effort;
  private int[] bucket = new int[64];
  private long[] left = new long[64];
  private long[] bound = new long[64];

  /** Where each open bucket's slots begin. */
  private int[] slotStart = new int[0];

  /** Rows below, at, below, at ... the reference values of a bucket, and above all of them. */
  private int[] slots = new int[0];

  private SlotTable[] tables = new SlotTable[0];

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
      effort += counts.of(newBucket) * (isCrowded(newBucket) ? TABLE_STEPS : steps(newBucket));
    }
  }

  /** Returns whether so many current values fell between few reference values that a table pays. */
  private boolean isCrowded(int inBucket) {
    return counts.of(inBucket) >= SlotTable.CELLS_PER_VALUE * 4 * (rows(inBucket) + 16);
  }

  private double steps(int inBucket) {
    return buckets.isAtom(inBucket)
        ? TABLE_STEPS
        : 1.0 + Integer.SIZE - Integer.numberOfLeadingZeros(rows(inBucket));
  }

  /** Returns how many reference values are looked at: one of an atom. */
  private int distinctAtMost(int inBucket) {
    return buckets.isAtom(inBucket) ? 1 : rows(inBucket);
  }

  private int rows(int inBucket) {
    return buckets.start()[inBucket + 1] - buckets.start()[inBucket];
  }

  /** Returns how many steps of searches it takes to look into all of them. */
  double effort() {
    return effort;
  }

  /** Counts the current values of the open buckets. */
  void fill(double[] current) {
    layOut();
    for (int i = 0; i < current.length && unknown > 0; i++) {
      int place = placeOf[counts.bucketOf(i)];
      if (place != 0) {
        slots[slotStart[place - 1] + tables[place - 1].slot(current[i])]++;
      }
    }
  }

  private void layOut() {
    slotStart = new int[open];
    tables = new SlotTable[open];
    int size = 0;
    for (int k = 0; k < open; k++) {
      slotStart[k] = size;
      size += 2 * distinctAtMost(bucket[k]) + 1;
    }
    slots = new int[size];
    for (int k = 0; k < open; k++) {
      int each = bucket[k];
      if (counts.areAllTheAtom(each)) {
        slots[slotStart[k] + 1] = counts.of(each);
      } else {
        tables[k] =
            SlotTable.of(
                buckets.sorted(),
                buckets.start()[each],
                buckets.start()[each] + distinctAtMost(each),
                isCrowded(each));
      }
    }
  }

  /**
   * Returns the greatest difference at or above the given one that occurs inside an open bucket.
   */
  long best(long known) {
    long best = known;
    for (int k = 0; k < open; k++) {
      if (bound[k] > best) {
        best = Math.max(best, inside(k));
      }
    }
    return best;
  }

  private long inside(int k) {
    int rows = distinctAtMost(bucket[k]);
    long weight = rows == 1 ? rows(bucket[k]) : 1;
    int slot = slotStart[k];
    long difference = left[k];
    long best = 0;
    double[] sorted = buckets.sorted();
    int from = buckets.start()[bucket[k]];
    for (int i = 0; i < rows; ) {
      difference -= slots[slot + 2 * i] * n;
      best = Math.max(best, Math.abs(difference));
      difference -= slots[slot + 2 * i + 1] * n;
      double value = sorted[from + i];
      do {
        difference += weight * m;
        i++;
      } while (i < rows && sorted[from + i] == value);
      best = Math.max(best, Math.abs(difference));
    }
    return best;
  }
}
