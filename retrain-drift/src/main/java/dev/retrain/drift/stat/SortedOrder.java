package dev.retrain.drift.stat;

import java.util.Arrays;

/**
 * Recognises samples whose rows were put into the order of their values: all of them, all but a few
 * misplaced ones, or a few sorted parts one after the other.
 */
final class SortedOrder {

  /** Sorted files that were joined; with more parts the order may be that of time. */
  private static final int MOST_PARTS = 3;

  /** One row in so many may be out of place. */
  private static final int ROWS_PER_EXCEPTION = 50;

  /** Steps against the order must be rarer than those along it by this factor. */
  private static final int STEPS_PER_EXCEPTION = 10;

  /** Up to so many distinct numbers count as categories. */
  private static final int FEW_VALUES = 32;

  /** Rows in random order that change less often than this may be sorted by chance. */
  private static final double LEAST_CHANGES = 20;

  private SortedOrder() {}

  /** Returns whether numbers are sorted; NaN is left out, equal ones are. */
  static boolean isSorted(double[] rows) {
    Steps steps = Steps.of(rows);
    return steps.areSorted() || (steps.isShortOfBoth(rows.length) && isSorted(codes(rows)));
  }

  static boolean isSortKey(double[] rows) {
    Steps steps = Steps.of(rows);
    return (steps.areSorted() && steps.up + steps.down >= LEAST_CHANGES)
        || (steps.isShortOfBoth(rows.length) && isSortKey(codes(rows)));
  }

  /** Returns whether each category stands in one run, or in up to one run per part. */
  static boolean isSorted(int[] codes) {
    Runs runs = Runs.of(codes);
    return runs.changes < runs.distinct
        || (runs.partsEnded < MOST_PARTS && runs.changes < MOST_PARTS * runs.distinct);
  }

  static boolean comesInRuns(int[] codes) {
    double expected = (codes.length - 1) * (1 - chanceOfAgreement(codes));
    return expected >= LEAST_CHANGES && 2 * Runs.of(codes).changes <= expected;
  }

  /** Many categories must stand in the order of their codes: visits and orders come in runs too. */
  static boolean isSortKey(int[] codes) {
    if (!comesInRuns(codes)) {
      return false;
    }
    Runs runs = Runs.of(codes);
    return runs.distinct > FEW_VALUES
        ? Steps.of(Arrays.stream(codes).asDoubleStream().toArray()).areSorted()
        : isSorted(codes);
  }

  /** Returns the probability that two rows drawn at random, one after the other, agree. */
  static double chanceOfAgreement(int[] rows) {
    if (rows.length < 2) {
      return 1;
    }
    double pairs = 0;
    for (long count : counts(rows)) {
      pairs += (double) count * (count - 1);
    }
    return pairs / ((double) rows.length * (rows.length - 1));
  }

  private static long[] counts(int[] codes) {
    int greatest = 0;
    for (int code : codes) {
      greatest = Math.max(greatest, code);
    }
    long[] counts = new long[greatest + 1];
    for (int code : codes) {
      counts[code]++;
    }
    return counts;
  }

  /** Numbers as places among the distinct ones; all equal where those are many. */
  private static int[] codes(double[] rows) {
    double[] distinct = new double[FEW_VALUES];
    int count = 0;
    for (double row : rows) {
      int place = Arrays.binarySearch(distinct, 0, count, row + 0.0);
      if (place < 0 && !Double.isNaN(row)) {
        if (count == FEW_VALUES) {
          return new int[0];
        }
        int at = -place - 1;
        System.arraycopy(distinct, at, distinct, at + 1, count++ - at);
        distinct[at] = row + 0.0;
      }
    }
    double[] known = Arrays.copyOf(distinct, count);
    return Arrays.stream(rows)
        .filter(row -> !Double.isNaN(row))
        .mapToInt(row -> Arrays.binarySearch(known, row + 0.0))
        .toArray();
  }

  /**
   * How often a number is greater and smaller than the one before it.
   *
   * @param up how often it is greater
   * @param down how often it is smaller
   * @param rows how many numbers were compared
   */
  private record Steps(int up, int down, int rows) {

    static Steps of(double[] rows) {
      int up = 0;
      int down = 0;
      int limit = rows.length / ROWS_PER_EXCEPTION;
      double last = Double.NaN;
      for (int i = 0; i < rows.length && Math.min(up, down) <= limit; i++) {
        if (!Double.isNaN(rows[i])) {
          up += rows[i] > last ? 1 : 0;
          down += rows[i] < last ? 1 : 0;
          last = rows[i];
        }
      }
      return new Steps(up, down, rows.length);
    }

    boolean areSorted() {
      int against = Math.min(up, down);
      return against == 0
          || (against * ROWS_PER_EXCEPTION <= rows
              && against * STEPS_PER_EXCEPTION <= Math.max(up, down));
    }

    /**
     * Returns whether so few steps were seen in all that the values may stand in a few runs each.
     */
    boolean isShortOfBoth(int all) {
      return Math.min(up, down) <= all / ROWS_PER_EXCEPTION;
    }
  }

  /**
   * The runs of equal codes, single misplaced rows left out.
   *
   * @param changes how often a code differs from the one before it
   * @param distinct how many codes there are
   * @param partsEnded how often a code follows one that appeared later than itself
   */
  private record Runs(int changes, int distinct, int partsEnded) {

    static Runs of(int[] codes) {
      int[] rows = withoutExceptions(codes);
      int[] appearance = new int[counts(rows).length];
      int changes = 0;
      int distinct = 0;
      int parts = 0;
      for (int i = 0; i < rows.length; i++) {
        if (appearance[rows[i]] == 0) {
          appearance[rows[i]] = ++distinct;
        }
        if (i > 0 && rows[i] != rows[i - 1]) {
          changes++;
          parts += appearance[rows[i]] < appearance[rows[i - 1]] ? 1 : 0;
        }
      }
      return new Runs(changes, distinct, parts);
    }

    private static int[] withoutExceptions(int[] codes) {
      int[] rows = codes.clone();
      int replaced = 0;
      for (int i = 1; i + 1 < rows.length; i++) {
        if (rows[i] != rows[i - 1] && rows[i - 1] == rows[i + 1]) {
          rows[i] = rows[i - 1];
          replaced++;
        }
      }
      return replaced * ROWS_PER_EXCEPTION <= rows.length ? rows : codes;
    }
  }
}
