package dev.retrain.drift.stat;

/**
 * Buckets by arithmetic: a piecewise linear map of the sortable bits that follows the reference.
 *
 * <p>The range of the reference's bulk is cut into equal cells of key space, and each cell into as
 * many equal buckets as its share of the reference deserves. A lookup is one table access and one
 * multiplication, without a comparison or a branch that could be mispredicted; every step is
 * monotone, so the buckets are ordered whatever the data.
 */
final class GridLocator implements Locator {

  private static final int CELL_BITS = 12;

  /** A rank stays a positive number: buckets, one more for NaN, and their fractions. */
  private static final int RANK_BITS = 30;

  private final long low;
  private final long span;
  private final int shift;
  private final long[] cells;
  private final int buckets;
  private final int fractionBits;

  private GridLocator(long low, long span, int shift, long[] cells, int buckets) {
    this.low = low;
    this.span = span;
    this.shift = shift;
    this.cells = cells;
    this.buckets = buckets;
    this.fractionBits = RANK_BITS - (Integer.SIZE - Integer.numberOfLeadingZeros(buckets));
  }

  /** A grid of about {@code wanted} buckets over a sorted, non-empty reference. */
  static GridLocator over(double[] sorted, int wanted) {
    int tail = sorted.length / 2000;
    long low = key(sorted[tail]);
    long span = key(sorted[sorted.length - 1 - tail]) - low;
    int shift = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(span) - CELL_BITS);
    int[] share = shares(sorted, low, span, shift);
    long[] cells = new long[share.length];
    int buckets = 0;
    for (int i = 0; i < cells.length; i++) {
      int own = (int) Math.ceil((double) share[i] * wanted / sorted.length);
      boolean joinsLowerNeighbour = own == 0;
      cells[i] = joinsLowerNeighbour ? pack(buckets - 1, 1) : pack(buckets, own);
      buckets += own;
    }
    return new GridLocator(low, span, shift, cells, buckets);
  }

  /** How many values each cell holds. */
  private static int[] shares(double[] sorted, long low, long span, int shift) {
    int[] share = new int[(int) (span >>> shift) + 1];
    int from = 0;
    for (int i = 0; i < share.length; i++) {
      int cell = i;
      int to =
          Search.first(
              from, sorted.length, at -> (int) (offset(sorted[at], low, span) >>> shift) > cell);
      share[i] = to - from;
      from = to;
    }
    return share;
  }

  private static long pack(int first, int count) {
    return ((long) first << 32) | count;
  }

  /** Half the sortable bits: differences of two fit a long. */
  private static long key(double value) {
    return SortableBits.of(value) >> 1;
  }

  /** How far a value lies above {@code low}, from 0 to {@code span}. */
  private static long offset(double value, long low, long span) {
    long above = key(value) - low;
    above &= ~(above >> 63);
    long beyond = above - span;
    return span + (beyond & (beyond >> 63));
  }

  @Override
  public int buckets() {
    return buckets;
  }

  @Override
  public int fractionBits() {
    return fractionBits;
  }

  @Override
  public int rank(double value) {
    long key = offset(value, low, span);
    long cell = cells[(int) (key >>> shift)];
    long fraction = key << (Long.SIZE - shift) >>> 32;
    long place = (cell >>> 32 << 32) + fraction * (int) cell;
    return Double.isNaN(value)
        ? buckets << fractionBits
        : (int) (place >>> (Integer.SIZE - fractionBits));
  }

  @Override
  public void ranks(double[] values, int from, int to, int[] ranks) {
    for (int i = from; i < to; i++) {
      ranks[i] = rank(values[i]);
    }
  }
}
