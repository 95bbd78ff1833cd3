package dev.retrain.parquet;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Missing;
import java.io.IOException;
import java.util.BitSet;

/**
 * Where the values of one column go. Several row groups may be read at the same time, each into
 * rows of its own.
 */
abstract class ColumnTarget {
  private final BitSet absent = new BitSet();

  /** Reads the pages of one row group into the rows from {@code firstRow} on. */
  final void read(Pages pages, int firstRow) throws IOException {
    BitSet missing = new BitSet();
    pages.forEach(firstRow, sink(pages, missing));
    synchronized (absent) {
      absent.or(missing);
    }
  }

  abstract Pages.Sink sink(Pages pages, BitSet missing);

  abstract Column column();

  final Missing missing() {
    return Missing.of(absent);
  }
}
