package dev.retrain.drift.stat;

/**
 * Sorts a sample that is spread much like a fitted reference: by the ranks its values have there,
 * then by insertion among the neighbours that ranks do not tell apart.
 *
 * <p>The first of three radix passes cuts the sample into parts that fit the caches, in which the
 * other two work.
 */
final class RankSort {

  private static final int PART_BITS = 8;
  private static final int DIGIT_BITS = 7;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int RANK_BITS = PART_BITS + 2 * DIGIT_BITS;

  /** Beyond so many moves per value the ranks told too little apart. */
  private static final int MOVES = 4;

  private final double[] sample;
  private final int[] ranks;
  private final int shift;
  private final double[] sorted;

  /** Where each part begins; one more entry marks the end of the last. */
  private final int[] start = new int[(1 << PART_BITS) + 1];

  private RankSort(double[] sample, int[] ranks, int shift, int numbers) {
    this.sample = sample;
    this.ranks = ranks;
    this.shift = shift;
    this.sorted = new double[numbers];
  }

  /**
   * Returns the numbers of a sample in ascending order, NaN left out, -0.0 as 0.0.
   *
   * @param counts the sample counted into the buckets of the reference
   */
  static double[] sorted(double[] sample, Buckets buckets, BucketCounts counts) {
    int rankBits =
        Integer.SIZE - Integer.numberOfLeadingZeros(buckets.count()) + counts.fractionBits();
    boolean tellsApart = buckets.ranksTellApart() && rankBits >= RANK_BITS;
    if (!tellsApart || Sorting.LIBRARY_IS_FASTER) {
      return Sorting.sorted(sample);
    }
    int numbers = sample.length - counts.nan();
    RankSort sort = new RankSort(sample, counts.ranks(), rankBits - RANK_BITS, numbers);
    sort.sortParts(sort.cut(buckets.count() << counts.fractionBits()));
    return sort.isInsertedSoon() ? sort.sorted : Sorting.sorted(sample);
  }

  /** Numbers, each with the bits of its rank that are not the part's. */
  private static final class Ranked {
    private final double[] numbers;
    private final short[] digits;

    Ranked(int size) {
      this.numbers = new double[size];
      this.digits = new short[size];
    }
  }

  /** Spreads the numbers over the parts. */
  private Ranked cut(int rankOfNan) {
    for (int rank : ranks) {
      start[(rank >>> (shift + 2 * DIGIT_BITS)) + 1] += rank < rankOfNan ? 1 : 0;
    }
    for (int part = 1; part < start.length; part++) {
      start[part] += start[part - 1];
    }
    int[] next = start.clone();
    Ranked all = new Ranked(sorted.length);
    for (int i = 0; i < ranks.length; i++) {
      int rank = ranks[i];
      if (rank < rankOfNan) {
        int at = next[rank >>> (shift + 2 * DIGIT_BITS)]++;
        all.numbers[at] = sample[i] + 0.0;
        all.digits[at] = (short) (rank >>> shift);
      }
    }
    return all;
  }

  private void sortParts(Ranked all) {
    int longest = 0;
    for (int part = 0; part + 1 < start.length; part++) {
      longest = Math.max(longest, start[part + 1] - start[part]);
    }
    Ranked byLow = new Ranked(longest);
    for (int part = 0; part + 1 < start.length; part++) {
      sort(start[part], start[part + 1], all, byLow);
    }
  }

  private void sort(int from, int to, Ranked all, Ranked byLow) {
    int[] low = new int[DIGITS + 1];
    int[] high = new int[DIGITS + 1];
    for (int i = from; i < to; i++) {
      low[low(all.digits[i]) + 1]++;
      high[high(all.digits[i]) + 1]++;
    }
    for (int digit = 1; digit < DIGITS; digit++) {
      low[digit] += low[digit - 1];
      high[digit] += high[digit - 1];
    }
    for (int i = from; i < to; i++) {
      int at = low[low(all.digits[i])]++;
      byLow.numbers[at] = all.numbers[i];
      byLow.digits[at] = all.digits[i];
    }
    for (int i = 0; i < to - from; i++) {
      sorted[from + high[high(byLow.digits[i])]++] = byLow.numbers[i];
    }
  }

  private static int low(short digits) {
    return digits & (DIGITS - 1);
  }

  private static int high(short digits) {
    return digits >>> DIGIT_BITS & (DIGITS - 1);
  }

  /** Sorts by insertion; false where that takes too long. */
  private boolean isInsertedSoon() {
    long left = (long) MOVES * sorted.length;
    for (int i = 1; i < sorted.length && left >= 0; i++) {
      double value = sorted[i];
      int to = i;
      while (to > 0 && sorted[to - 1] > value) {
        sorted[to] = sorted[to - 1];
        to--;
      }
      sorted[to] = value;
      left -= i - to;
    }
    return left >= 0;
  }
}
