package dev.retrain.drift.stat;

import java.util.Arrays;

/** Sorts the numbers of a sample, leaving out NaN and treating both zeros as one. */
final class Sorting {

  private static final int DIGIT_BITS = 11;
  private static final int BUCKETS = 1 << DIGIT_BITS;
  private static final int PASSES = 6;
  private static final int RADIX_FROM = 4096;
  private static final int GLANCED_AT = 256;
  private static final int LOOKED_AT = 4096;
  private static final int MOST_DISTINCT = 160;
  private static final int OTHERS = 64;

  /**
   * From JDK 22 on the library sorts doubles with vector instructions there, faster than we can.
   */
  static final boolean LIBRARY_IS_FASTER =
      Runtime.version().feature() >= 22 && System.getProperty("os.arch", "").equals("amd64");

  private Sorting() {}

  /** Returns the numbers of {@code values} in ascending order, NaN left out, -0.0 as 0.0. */
  static double[] sorted(double[] values) {
    if (values.length < RADIX_FROM) {
      return byLibrary(values);
    }
    if (isAscending(values)) {
      return numbers(values);
    }
    return DistinctValues.among(values, GLANCED_AT, MOST_DISTINCT)
        .flatMap(some -> DistinctValues.among(values, LOOKED_AT, MOST_DISTINCT))
        .flatMap(few -> few.count(values, values.length / OTHERS))
        .map(Sorting::expanded)
        .orElseGet(() -> LIBRARY_IS_FASTER ? byLibrary(values) : radix(numbers(values)));
  }

  /** Returns whether nothing is left to sort; false where there is NaN. */
  private static boolean isAscending(double[] values) {
    for (int i = 1; i < values.length; i++) {
      if (!(values[i - 1] <= values[i])) {
        return false;
      }
    }
    return true;
  }

  /** The library puts NaN last and -0.0 right before 0.0. */
  private static double[] byLibrary(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int end = sorted.length;
    while (end > 0 && Double.isNaN(sorted[end - 1])) {
      end--;
    }
    int zero = BinarySearch.first(0, end, i -> sorted[i] >= 0);
    while (zero < end && sorted[zero] == 0) {
      sorted[zero++] = 0.0;
    }
    return end == sorted.length ? sorted : Arrays.copyOf(sorted, end);
  }

  /** Writes each value as often as it was counted, the others in between. */
  private static double[] expanded(DistinctValues.ValueCounts counted) {
    double[] others = counted.others();
    double[] sorted = new double[(int) counted.numbers()];
    int to = 0;
    int next = 0;
    for (int i = 0; i < counted.values().length; i++) {
      double value = counted.values()[i];
      while (next < others.length && others[next] < value) {
        sorted[to++] = others[next++];
      }
      int end = to + (int) counted.counts()[i];
      Arrays.fill(sorted, to, end, value);
      to = end;
    }
    System.arraycopy(others, next, sorted, to, others.length - next);
    return sorted;
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
  private static double[] radix(double[] numbers) {
    if (numbers.length == 0) {
      return numbers;
    }
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
    return numbers;
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
