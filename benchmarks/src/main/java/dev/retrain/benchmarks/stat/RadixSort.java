package dev.retrain.benchmarks.stat;

/**
 * A plain radix sort of doubles, least significant digit first, eleven bits at a time: the
 * yardstick that no Kolmogorov-Smirnov statistic should be slower than. Shares nothing with the
 * library.
 */
final class RadixSort {

  private static final int BITS = 11;
  private static final int DIGITS = 1 << BITS;
  private static final int PASSES = 6;

  private RadixSort() {}

  /** Sorts a copy of numbers without NaN; digits that all numbers share cost no pass. */
  static double[] sorted(double[] values) {
    int n = values.length;
    int[][] counts = new int[PASSES][DIGITS];
    long[] from = new long[n];
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToRawLongBits(values[i] + 0.0);
      long key = bits ^ ((bits >> 63) | Long.MIN_VALUE);
      from[i] = key;
      for (int pass = 0; pass < PASSES; pass++) {
        counts[pass][digit(key, pass)]++;
      }
    }
    long[] to = new long[n];
    for (int pass = 0; pass < PASSES; pass++) {
      if (counts[pass][digit(from[0], pass)] < n) {
        scatter(from, to, counts[pass], pass);
        long[] swap = from;
        from = to;
        to = swap;
      }
    }
    double[] sorted = new double[n];
    for (int i = 0; i < n; i++) {
      long key = from[i];
      sorted[i] = Double.longBitsToDouble(key ^ ((~key >> 63) | Long.MIN_VALUE));
    }
    return sorted;
  }

  private static int digit(long key, int pass) {
    return (int) (key >>> (pass * BITS)) & (DIGITS - 1);
  }

  private static void scatter(long[] from, long[] to, int[] counts, int pass) {
    int[] next = new int[DIGITS];
    for (int i = 1; i < DIGITS; i++) {
      next[i] = next[i - 1] + counts[i - 1];
    }
    for (long key : from) {
      to[next[digit(key, pass)]++] = key;
    }
  }
}
