package dev.retrain.drift.data;

import java.util.Arrays;

/** Turns cells into codes. */
final class CategoricalCells implements CellReader {
  private final MissingTokens missing;
  private final CharDictionary dictionary = new CharDictionary();
  private int[] codes = new int[1024];
  private int rows;

  CategoricalCells(MissingTokens missing) {
    this.missing = missing;
  }

  @Override
  public boolean add(char[] text, int from, int length, boolean quoted) {
    if (rows == codes.length) {
      codes = Arrays.copyOf(codes, 2 * rows);
    }
    boolean absent = !quoted && missing.matches(text, from, length);
    codes[rows++] = absent ? CategoricalColumn.MISSING : dictionary.code(text, from, length);
    return true;
  }

  @Override
  public Column column() {
    return CategoricalColumn.of(Arrays.copyOf(codes, rows), dictionary.words());
  }
}
