package dev.retrain.drift.data;

import java.util.Arrays;
import java.util.BitSet;

/** Reads true and false in any case, and 1 and 0. */
final class BooleanCells implements CellReader {
  private final MissingTokens missing;
  private final BitSet absent = new BitSet();
  private boolean[] values = new boolean[1024];
  private int rows;

  BooleanCells(MissingTokens missing) {
    this.missing = missing;
  }

  @Override
  public boolean add(char[] text, int from, int length, boolean quoted) {
    if (rows == values.length) {
      values = Arrays.copyOf(values, 2 * rows);
    }
    if (length == 0 || missing.matches(text, from, length)) {
      absent.set(rows++);
      return true;
    }
    boolean yes = isTrue(text, from, length);
    values[rows++] = yes;
    return yes || isFalse(text, from, length);
  }

  static boolean isWord(char[] text, int from, int length) {
    return length > 1 && (isTrue(text, from, length) || isFalse(text, from, length));
  }

  private static boolean isTrue(char[] text, int from, int length) {
    return (length == 1 && text[from] == '1')
        || (length == 4 && "true".equalsIgnoreCase(new String(text, from, 4)));
  }

  private static boolean isFalse(char[] text, int from, int length) {
    return (length == 1 && text[from] == '0')
        || (length == 5 && "false".equalsIgnoreCase(new String(text, from, 5)));
  }

  @Override
  public Column column() {
    return BooleanColumn.of(Arrays.copyOf(values, rows), Missing.of(absent));
  }
}
