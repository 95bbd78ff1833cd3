package dev.retrain.drift.stat;

/**
 * Puts numbers into numbered buckets so that a greater number never lands in a lower bucket.
 *
 * <p>A rank is a bucket's number and, in its lowest bits, about where in the bucket a number
 * stands: ranks of reference values are monotone too, those between may not be. Works on blocks, so
 * that the choice between the kinds is made once a block and not per value.
 */
sealed interface Locator permits GridLocator, ClusterLocator, SearchLocator {

  /** A rank stays a positive number: buckets, one more for NaN, and their fractions. */
  int RANK_BITS = 30;

  /** Returns how many buckets there are; the number {@code buckets()} itself stands for NaN. */
  int buckets();

  /** Returns how many bits of a rank are below the bucket's number. */
  int fractionBits();

  /** Returns the rank of one value. */
  int rank(double value);

  /** Writes the ranks of {@code values[from..to)} to the same places of {@code ranks}. */
  void ranks(double[] values, int from, int to, int[] ranks);

  /** Returns how many bits of a rank so many buckets leave over. */
  static int fractionBits(int buckets) {
    return RANK_BITS - (Integer.SIZE - Integer.numberOfLeadingZeros(buckets));
  }

  /** Returns the bucket of one value. */
  default int locate(double value) {
    return rank(value) >>> fractionBits();
  }
}
