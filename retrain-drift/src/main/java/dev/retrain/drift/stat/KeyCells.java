package dev.retrain.drift.stat;

/**
 * Equal cells over the sortable bits of a reference's bulk; what lies beyond is in the outermost.
 */
final class KeyCells {

  private final long low;
  private final long span;
  private final int shift;

  private KeyCells(long low, long span, int shift) {
    this.low = low;
    this.span = span;
    this.shift = shift;
  }

  /** At most {@code 1 << bits} cells over a sorted, non-empty reference. */
  static KeyCells over(double[] sorted, int bits) {
    int tail = sorted.length / 2000;
    long low = key(sorted[tail]);
    long span = key(sorted[sorted.length - 1 - tail]) - low;
    return new KeyCells(low, span, Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(span) - bits));
  }

  /** Half the sortable bits: differences of two fit a long. */
  private static long key(double value) {
    return SortableBits.of(value) >> 1;
  }

  /**
   * Returns how far a value lies above the lowest cell's beginning, from 0 to the end of the
   * highest.
   */
  long offset(double value) {
    long above = key(value) - low;
    above &= ~(above >> 63);
    long beyond = above - span;
    return span + (beyond & (beyond >> 63));
  }

  /** Returns the cell of an offset. */
  int of(long offset) {
    return (int) (offset >>> shift);
  }

  /** Returns how many bits of an offset say where in its cell it lies, at least 1. */
  int shift() {
    return shift;
  }

  /** Returns where each cell begins in the reference; one more entry marks the end. */
  int[] starts(double[] sorted) {
    int[] start = new int[of(span) + 2];
    for (int i = 1; i < start.length; i++) {
      int cell = i;
      start[i] =
          BinarySearch.first(start[i - 1], sorted.length, at -> of(offset(sorted[at])) >= cell);
    }
    return start;
  }
}
