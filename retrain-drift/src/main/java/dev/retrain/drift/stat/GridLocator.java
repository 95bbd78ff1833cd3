package dev.retrain.drift.stat;

/**
 * Buckets by arithmetic: a piecewise linear map of the sortable bits that follows the reference.
 *
 * <p>The range of the reference's bulk is cut into equal cells of key space, and each cell into as
 * many equal buckets as its share of the reference deserves. A lookup is one table access and one
 * multiplication, with no comparison against edges; every step is monotone, so the buckets are
 * ordered whatever the data.
 */
final class GridLocator implements Locator {

  private static final int CELL_BITS = 12;

  private final long low;
  private final long high;
  private final int shift;
  private final long[] cells;
  private final int buckets;

  private GridLocator(long low, long high, int shift, long[] cells, int buckets) {
    this.low = low;
    this.high = high;
    this.shift = shift;
    this.cells = cells;
    this.buckets = buckets;
  }

  /** A grid of about {@code wanted} buckets over a sorted, non-empty reference. */
  static GridLocator over(double[] sorted, int wanted) {
    int tail = sorted.length / 2000;
    long low = SortableBits.of(sorted[tail]);
    long high = SortableBits.of(sorted[sorted.length - 1 - tail]);
    int shift = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(high - low) - CELL_BITS);
    int[] share = new int[(int) ((high - low) >>> shift) + 1];
    for (double number : sorted) {
      share[cell(number, low, high, shift)]++;
    }
    long[] cells = new long[share.length];
    int buckets = 0;
    for (int i = 0; i < cells.length; i++) {
      int own = (int) Math.ceil((double) share[i] * wanted / sorted.length);
      boolean joinsLowerNeighbour = own == 0;
      cells[i] = joinsLowerNeighbour ? pack(buckets - 1, 1) : pack(buckets, own);
      buckets += own;
    }
    return new GridLocator(low, high, shift, cells, buckets);
  }

  private static long pack(int first, int count) {
    return ((long) first << 32) | count;
  }

  private static int cell(double number, long low, long high, int shift) {
    return (int) ((Math.max(low, Math.min(high, SortableBits.of(number))) - low) >>> shift);
  }

  @Override
  public int buckets() {
    return buckets;
  }

  @Override
  public int locate(double value) {
    long key = Math.max(low, Math.min(high, SortableBits.of(value))) - low;
    long cell = cells[(int) (key >>> shift)];
    long fraction = key << (Long.SIZE - shift) >>> 32;
    int bucket = (int) (cell >>> 32) + (int) ((fraction * (int) cell) >>> 32);
    return Double.isNaN(value) ? buckets : bucket;
  }

  @Override
  public void locate(double[] values, int from, int to, int[] bucketOf) {
    for (int i = from; i < to; i++) {
      bucketOf[i - from] = locate(values[i]);
    }
  }
}
