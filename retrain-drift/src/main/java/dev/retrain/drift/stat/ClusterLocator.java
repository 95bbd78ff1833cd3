package dev.retrain.drift.stat;

import java.util.Arrays;

/**
 * Buckets by arithmetic for a reference whose mass lies in small clusters of its range: as {@link
 * GridLocator}, with finer cells, of which each maps only what lies between its smallest and its
 * greatest reference value.
 *
 * <p>Slower, and of no use where a cell holds several clusters.
 */
final class ClusterLocator implements Locator {

  private static final int CELL_BITS = 15;
  private static final int FIELDS = 4;
  private static final int SLOPE = 1;
  private static final int FIRST = 2;
  private static final int MOST = 3;

  private final KeyCells cells;
  private final int fractionBits;
  private final int buckets;

  /**
   * Per cell, side by side for the cache: the key of its smallest reference value, how many ranks a
   * key is worth as the bits of a double, its first rank, and the most above that.
   */
  private final long[] maps;

  private ClusterLocator(double[] sorted, KeyCells cells, int wanted) {
    int[] start = cells.starts(sorted);
    int[] own = new int[start.length - 1];
    Arrays.setAll(
        own, i -> (int) Math.ceil((double) (start[i + 1] - start[i]) * wanted / sorted.length));
    this.cells = cells;
    this.buckets = Arrays.stream(own).sum();
    this.fractionBits = Locator.fractionBits(buckets);
    this.maps = new long[FIELDS * own.length];
    long first = 0;
    for (int cell = 0; cell < own.length; cell++) {
      int at = FIELDS * cell;
      long ranks = (long) own[cell] << fractionBits;
      if (ranks > 0) {
        maps[at] = cells.offset(sorted[start[cell]]);
        double span = (double) cells.offset(sorted[start[cell + 1] - 1]) - maps[at];
        maps[at + SLOPE] = Double.doubleToRawLongBits(ranks / (span + 1));
      }
      maps[at + FIRST] = first;
      maps[at + MOST] = ranks - 1; // -1 of an empty cell: the last rank of the one below
      first += ranks;
    }
  }

  /** About {@code wanted} buckets over a sorted, non-empty reference. */
  static ClusterLocator over(double[] sorted, int wanted) {
    return new ClusterLocator(sorted, KeyCells.over(sorted, CELL_BITS), wanted);
  }

  @Override
  public int buckets() {
    return buckets;
  }

  @Override
  public int fractionBits() {
    return fractionBits;
  }

  /** A value beyond its cell's reference values has the cell's first or last rank. */
  @Override
  public int rank(double value) {
    long key = cells.offset(value);
    int at = FIELDS * cells.of(key);
    long above = key - maps[at];
    double ranks = (above & ~(above >> 63)) * Double.longBitsToDouble(maps[at + SLOPE]);
    return Double.isNaN(value)
        ? buckets << fractionBits
        : (int) (maps[at + FIRST] + Math.min((long) ranks, maps[at + MOST]));
  }

  @Override
  public void ranks(double[] values, int from, int to, int[] ranks) {
    for (int i = from; i < to; i++) {
      ranks[i] = rank(values[i]);
    }
  }
}
