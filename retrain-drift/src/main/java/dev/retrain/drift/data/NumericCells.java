package dev.retrain.drift.data;

import java.util.Arrays;
import java.util.BitSet;

/** Parses numbers. */
final class NumericCells implements CellReader {
  private final MissingTokens missing;
  private final BitSet absent = new BitSet();
  private double[] values = new double[1024];
  private int rows;

  private final boolean decimalComma;

  NumericCells(MissingTokens missing, boolean decimalComma) {
    this.missing = missing;
    this.decimalComma = decimalComma;
  }

  @Override
  public boolean add(char[] text, int from, int length, boolean quoted) {
    if (rows == values.length) {
      values = Arrays.copyOf(values, 2 * rows);
    }
    if (NumberText.looksNumeric(text, from, length)) {
      if (missing.hasNumbers() && missing.matches(text, from, length)) {
        absent.set(rows++);
        return true;
      }
      double value = NumberText.parse(text, from, length);
      if (Double.isNaN(value) && missing.matches(text, from, length)) {
        absent.set(rows++);
        return true;
      }
      if (decimalComma && Double.isNaN(value)) {
        value = NumberText.parseWithComma(text, from, length);
      }
      values[rows++] = value;
      return !Double.isNaN(value);
    }
    return addWord(text, from, length);
  }

  private boolean addWord(char[] text, int from, int length) {
    if (length == 0 || missing.matches(text, from, length)) {
      absent.set(rows++);
      return true;
    }
    String word = new String(text, from, length).strip();
    if (word.length() < length) {
      return add(word.toCharArray(), 0, word.length(), false);
    }
    double special = NumberText.special(word);
    values[rows++] = special;
    return !Double.isNaN(special) || NumberText.isNan(word);
  }

  @Override
  public Column column() {
    return NumericColumn.of(Arrays.copyOf(values, rows), Missing.of(absent));
  }
}
