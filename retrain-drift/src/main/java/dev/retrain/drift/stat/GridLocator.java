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

  private final KeyCells keys;
  private final int shift;
  private final long[] cells;
  private final int buckets;
  private final int fractionBits;

  private GridLocator(KeyCells keys, long[] cells, int buckets) {
    this.keys = keys;
    this.shift = keys.shift();
    this.cells = cells;
    this.buckets = buckets;
    this.fractionBits = Locator.fractionBits(buckets);
  }

  /** Returns a grid of about {@code wanted} buckets over a sorted, non-empty reference. */
  static GridLocator over(double[] sorted, int wanted) {
    KeyCells keys = KeyCells.over(sorted, CELL_BITS);
    int[] start = keys.starts(sorted);
    long[] cells = new long[start.length - 1];
    int buckets = 0;
    for (int i = 0; i < cells.length; i++) {
      int share = start[i + 1] - start[i];
      int own = (int) Math.ceil((double) share * wanted / sorted.length);
      boolean joinsLowerNeighbour = own == 0;
      cells[i] = joinsLowerNeighbour ? pack(buckets - 1, 1) : pack(buckets, own);
      buckets += own;
    }
    return new GridLocator(keys, cells, buckets);
  }

  private static long pack(int first, int count) {
    return ((long) first << 32) | count;
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
    long key = keys.offset(value);
    long cell = cells[keys.of(key)];
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
