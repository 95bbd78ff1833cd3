package dev.retrain.drift.data;

import java.util.Arrays;
import java.util.BitSet;

/** Reads instants; see {@link TimestampText}. */
final class TimestampCells implements CellReader {
  private final MissingTokens missing;
  private final BitSet absent = new BitSet();
  private long[] micros = new long[1024];
  private int rows;

  private final boolean dayFirst;

  TimestampCells(MissingTokens missing, boolean dayFirst) {
    this.missing = missing;
    this.dayFirst = dayFirst;
  }

  @Override
  public boolean add(char[] text, int from, int length, boolean quoted) {
    if (rows == micros.length) {
      micros = Arrays.copyOf(micros, 2 * rows);
    }
    if (length == 0 || missing.matches(text, from, length)) {
      absent.set(rows++);
      return true;
    }
    long parsed = TimestampText.micros(text, from, length, dayFirst);
    micros[rows++] = parsed;
    return parsed != TimestampText.NONE;
  }

  @Override
  public Column column() {
    return TimestampColumn.ofEpochMicros(Arrays.copyOf(micros, rows), Missing.of(absent));
  }
}
