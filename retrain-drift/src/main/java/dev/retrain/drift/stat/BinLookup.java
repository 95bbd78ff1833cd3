package dev.retrain.drift.stat;

/**
 * Finds the bin of a value among a few edges by a table over key space.
 *
 * <p>The range of the edges is cut into cells. A cell without an edge knows its bin; one with an
 * edge needs one comparison more; where two edges share a cell the edges are searched instead.
 */
final class BinLookup {

  private static final int CELL_BITS = 12;
  private static final int LANES = 4;

  private final double[] edges;
  private final double[] upper;
  private final long low;
  private final long high;
  private final int shift;
  private final byte[] cells;

  private BinLookup(double[] edges, long low, long high, int shift, byte[] cells) {
    this.edges = edges;
    this.upper = java.util.Arrays.copyOf(edges, edges.length + 1);
    this.upper[edges.length] = Double.POSITIVE_INFINITY;
    this.low = low;
    this.high = high;
    this.shift = shift;
    this.cells = cells;
  }

  static BinLookup of(double[] edges) {
    if (edges.length == 0 || edges.length > Byte.MAX_VALUE) {
      return new BinLookup(edges, 0, 0, 1, new byte[0]);
    }
    long low = SortableBits.of(edges[0]);
    long high = SortableBits.of(edges[edges.length - 1]);
    int shift = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(high - low) - CELL_BITS);
    byte[] cells = new byte[(int) ((high - low) >>> shift) + 1];
    int edge = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] = (byte) edge;
      int first = edge;
      while (edge < edges.length && (SortableBits.of(edges[edge]) - low) >>> shift == cell) {
        edge++;
      }
      if (edge - first > 1) {
        return new BinLookup(edges, 0, 0, 1, new byte[0]);
      }
    }
    return new BinLookup(edges, low, high, shift, cells);
  }

  int binOf(double value) {
    return cells.length == 0 ? searched(value) : looked(value);
  }

  private int searched(double value) {
    int base = 0;
    int length = edges.length;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      base = edges[base + half - 1] < value ? base + half : base;
      length -= half;
    }
    return base;
  }

  private int looked(double value) {
    long key = Math.max(low, Math.min(high, SortableBits.of(value))) - low;
    int bin = cells[(int) (key >>> shift)];
    return bin + (upper[bin] < value ? 1 : 0);
  }

  /** Counts per bin; one more entry counts NaN. */
  long[] count(double[] sample) {
    int width = edges.length + 2;
    int[] lanes = new int[LANES * width];
    boolean table = cells.length > 0;
    for (int i = 0; i < sample.length; i++) {
      double value = sample[i];
      int bin = table ? looked(value) : searched(value);
      int slot = Double.isNaN(value) ? edges.length + 1 : bin;
      lanes[(i & (LANES - 1)) * width + slot]++;
    }
    long[] counts = new long[width];
    for (int i = 0; i < lanes.length; i++) {
      counts[i % width] += lanes[i];
    }
    return counts;
  }
}
