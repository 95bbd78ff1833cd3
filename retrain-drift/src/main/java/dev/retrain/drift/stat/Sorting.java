package dev.retrain.drift.stat;

import java.util.Arrays;

/** Sorts the numbers of a sample, leaving out NaN and treating both zeros as one. */
final class Sorting {

  private static final int DIGIT_BITS = 11;
  private static final int BUCKETS = 1 << DIGIT_BITS;
  private static final int PASSES = 6;
  private static final int RADIX_FROM = 4096;

  /**
   * From JDK 22 on the library sorts doubles with vector instructions there, faster than we can.
   */
  private static final boolean LIBRARY_IS_FASTER =
      Runtime.version().feature() >= 22 && System.getProperty("os.arch", "").equals("amd64");

  private Sorting() {}

  /** The numbers of {@code values} in ascending order, NaN left out, -0.0 as 0.0. */
  static double[] sorted(double[] values) {
    double[] numbers = numbers(values);
    if (numbers.length < RADIX_FROM || LIBRARY_IS_FASTER) {
      Arrays.sort(numbers);
    } else {
      radix(numbers);
    }
    return numbers;
  }

  private static double[] numbers(double[] values) {
    double[] numbers = new double[values.length];
    int count = 0;
    for (double value : values) {
      numbers[count] = value + 0.0;
      count += Double.isNaN(value) ? 0 : 1;
    }
    return count == values.length ? numbers : Arrays.copyOf(numbers, count);
  }

  /** Least significant digit first, on sortable bits; digits that all numbers share are skipped. */
  private static void radix(double[] numbers) {
    int[][] counts = new int[PASSES][BUCKETS];
    long[] from = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      long key = SortableBits.of(numbers[i]) ^ Long.MIN_VALUE;
      from[i] = key;
      for (int pass = 0; pass < PASSES; pass++) {
        counts[pass][digit(key, pass)]++;
      }
    }
    long[] to = new long[numbers.length];
    for (int pass = 0; pass < PASSES; pass++) {
      if (counts[pass][digit(from[0], pass)] < numbers.length) {
        scatter(from, to, counts[pass], pass);
        long[] swap = from;
        from = to;
        to = swap;
      }
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = SortableBits.number(from[i] ^ Long.MIN_VALUE);
    }
  }

  private static int digit(long key, int pass) {
    return (int) (key >>> (pass * DIGIT_BITS)) & (BUCKETS - 1);
  }

  private static void scatter(long[] from, long[] to, int[] counts, int pass) {
    int[] next = new int[BUCKETS];
    for (int i = 1; i < BUCKETS; i++) {
      next[i] = next[i - 1] + counts[i - 1];
    }
    for (long key : from) {
      to[next[digit(key, pass)]++] = key;
    }
  }
}
