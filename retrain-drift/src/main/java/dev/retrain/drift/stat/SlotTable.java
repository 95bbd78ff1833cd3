package dev.retrain.drift.stat;

/**
 * Finds a number's slot among some ascending values: slot 2i is below value i and above the one
 * before, 2i + 1 at value i, and one more slot above all. Of equal values the first counts.
 *
 * <p>By binary search, or, where many numbers are to come, from a table over the keys between the
 * first and the last value.
 */
final class SlotTable {

  /** Cells of a table per value. */
  static final int CELLS_PER_VALUE = 4;

  private final double[] values;
  private final int from;
  private final int to;
  private final long low;
  private final int shift;

  /** How many values are below each cell; empty without a table. */
  private final int[] below;

  private SlotTable(double[] values, int from, int to, long low, int shift, int[] below) {
    this.values = values;
    this.from = from;
    this.to = to;
    this.low = low;
    this.shift = shift;
    this.below = below;
  }

  /** Over {@code values[from..to)}, possibly none. */
  static SlotTable of(double[] values, int from, int to, boolean withTable) {
    if (!withTable || to - from < 2) {
      return new SlotTable(values, from, to, 0, 0, new int[0]);
    }
    long low = SortableBits.of(values[from]) >> 1;
    long span = (SortableBits.of(values[to - 1]) >> 1) - low;
    int wanted = 32 - Integer.numberOfLeadingZeros(CELLS_PER_VALUE * (to - from));
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(span) - wanted);
    int[] below = new int[(int) (span >>> shift) + 1];
    for (int i = from; i < to; i++) {
      int next = (int) (((SortableBits.of(values[i]) >> 1) - low) >>> shift) + 1;
      if (next < below.length) {
        below[next] = i + 1 - from;
      }
    }
    for (int i = 1; i < below.length; i++) {
      below[i] = Math.max(below[i], below[i - 1]);
    }
    return new SlotTable(values, from, to, low, shift, below);
  }

  int slot(double number) {
    if (from == to || number > values[to - 1]) {
      return 2 * (to - from);
    }
    if (!(number > values[from])) {
      return number == values[from] ? 1 : 0;
    }
    int i = below.length == 0 ? searched(number) : fromTable(number);
    return 2 * (i - from) + (values[i] == number ? 1 : 0);
  }

  private int fromTable(double number) {
    int i = from + below[(int) (((SortableBits.of(number) >> 1) - low) >>> shift)];
    while (values[i] < number) {
      i++;
    }
    return i;
  }

  private int searched(double number) {
    int base = from;
    int length = to - from - 1;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      base = values[base + half - 1] < number ? base + half : base;
      length -= half;
    }
    return base;
  }
}
