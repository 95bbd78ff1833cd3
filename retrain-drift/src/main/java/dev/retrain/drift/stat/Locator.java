package dev.retrain.drift.stat;

/**
 * Puts numbers into numbered buckets so that a greater number never lands in a lower bucket.
 *
 * <p>Works on blocks, so that the choice between the kinds is made once a block and not per value.
 */
sealed interface Locator permits GridLocator, SearchLocator {

  /** Values handled at once; their bucket numbers stay in the first-level cache. */
  int BLOCK = 2048;

  /** How many buckets there are; the number {@code buckets()} itself stands for NaN. */
  int buckets();

  /** Writes the bucket of {@code values[from..to)} to the start of {@code bucketOf}. */
  void locate(double[] values, int from, int to, int[] bucketOf);

  /** The bucket of one value. */
  int locate(double value);
}
