package dev.retrain.drift.stat;

import java.util.Arrays;

/**
 * Finds the bin of a value among a few edges by a table indexed with the value's leading bits:
 * sign, exponent and the first four bits of the mantissa.
 *
 * <p>Each entry holds the bin of its smallest value. At most one edge may lie in an entry's range,
 * so one comparison settles the bin; NaN fails it everywhere and ends beyond the last bin. Edges
 * closer together than that are searched.
 */
final class BinLookup {

  private static final int SHIFT = 48;
  private static final int ENTRIES = 1 << 16;
  private static final int NEGATIVE = 1 << 15;
  private static final int FIRST_NEGATIVE_NAN = 0xFFF1;
  private static final int LANES = 4;

  private final double[] edges;
  private final double[] upper;
  private final byte[] table;
  private final EdgeSearch search;

  private BinLookup(double[] edges, byte[] table) {
    this.edges = edges;
    this.table = table;
    this.search = new EdgeSearch(edges);
    this.upper = Arrays.copyOf(edges, edges.length + 1);
    this.upper[edges.length] = Double.POSITIVE_INFINITY;
  }

  static BinLookup of(double[] edges) {
    byte[] table = new byte[ENTRIES];
    int filled = 0;
    for (int bin = 0; bin < edges.length; bin++) {
      int place = place(edges[bin]);
      if (place < filled || edges.length >= Byte.MAX_VALUE) {
        return new BinLookup(edges, new byte[0]);
      }
      fill(table, filled, place + 1, bin);
      filled = place + 1;
    }
    fill(table, filled, ENTRIES, edges.length);
    Arrays.fill(table, FIRST_NEGATIVE_NAN, ENTRIES, (byte) edges.length);
    return new BinLookup(edges, table);
  }

  /** The place of a value's entry when entries are ordered by their values. */
  private static int place(double value) {
    int entry = (int) (Double.doubleToRawLongBits(value + 0.0) >>> SHIFT);
    return entry < NEGATIVE ? NEGATIVE + entry : ENTRIES - 1 - entry;
  }

  /** Fills the entries of places {@code from} to {@code to}; negative numbers stand backwards. */
  private static void fill(byte[] table, int from, int to, int bin) {
    int split = Math.max(from, Math.min(to, NEGATIVE));
    if (from < NEGATIVE) {
      Arrays.fill(table, ENTRIES - split, ENTRIES - from, (byte) bin);
    }
    if (to > NEGATIVE) {
      Arrays.fill(table, split - NEGATIVE, to - NEGATIVE, (byte) bin);
    }
  }

  /** Returns the bin of a value; one more than the last for NaN. */
  int binOf(double value) {
    if (table.length == 0) {
      return Double.isNaN(value) ? edges.length + 1 : search.below(value);
    }
    int bin = table[(int) (Double.doubleToRawLongBits(value) >>> SHIFT)];
    return bin + (value <= upper[bin] ? 0 : 1);
  }

  /** Counts per bin; one more entry counts NaN. */
  long[] count(double[] sample) {
    int width = edges.length + 2;
    int[] lanes = new int[LANES * width];
    if (table.length == 0) {
      for (double value : sample) {
        lanes[binOf(value)]++;
      }
    } else {
      countByTable(sample, lanes, width);
    }
    long[] counts = new long[width];
    for (int i = 0; i < lanes.length; i++) {
      counts[i % width] += lanes[i];
    }
    return counts;
  }

  /**
   * Neighbouring rows count in lanes of their own: adding to one counter twice in a row is slow.
   */
  private void countByTable(double[] sample, int[] lanes, int width) {
    byte[] bins = table;
    double[] limits = upper;
    for (int i = 0; i < sample.length; i++) {
      double value = sample[i];
      int bin = bins[(int) (Double.doubleToRawLongBits(value) >>> SHIFT)];
      int slot = bin + (value <= limits[bin] ? 0 : 1);
      lanes[(i & (LANES - 1)) * width + slot]++;
    }
  }
}
