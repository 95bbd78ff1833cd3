package dev.retrain.drift.data;

import java.util.Set;

/** Takes the cells of one column of a block, in row order. */
interface Cells {
  /**
   * Takes a cell.
   *
   * @return false if it is not of the column's kind
   */
  boolean add(char[] text, int from, int length, boolean quoted);

  Column column();

  static Cells of(ColumnKind kind, Set<String> missing) {
    return switch (kind) {
      case NUMERIC -> new NumericCells(new MissingTokens(missing));
      case CATEGORICAL -> new CategoricalCells(new MissingTokens(missing));
      case BOOLEAN -> new BooleanCells(new MissingTokens(missing));
      case TIMESTAMP -> new TimestampCells(new MissingTokens(missing));
    };
  }
}
