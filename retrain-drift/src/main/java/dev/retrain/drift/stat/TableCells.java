package dev.retrain.drift.stat;

import java.util.Arrays;

/** Arithmetic on the cells of a two-sample table. */
final class TableCells {

  private TableCells() {}

  /** Returns the bins, followed by a cell of missing rows if either sample has any. */
  static long[] withMissing(BinCounts counts, BinCounts other) {
    long[] bins = counts.counts();
    if (counts.missing() == 0 && other.missing() == 0) {
      return bins;
    }
    long[] cells = Arrays.copyOf(bins, bins.length + 1);
    cells[bins.length] = counts.missing();
    return cells;
  }

  static double sum(long[] counts) {
    return Arrays.stream(counts).sum();
  }

  /** Returns how many cells hold a row of either sample. */
  static int occupied(long[] left, long[] right) {
    int occupied = 0;
    for (int i = 0; i < left.length; i++) {
      occupied += left[i] + right[i] > 0 ? 1 : 0;
    }
    return occupied;
  }
}
