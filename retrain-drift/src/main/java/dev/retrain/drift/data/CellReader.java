package dev.retrain.drift.data;

import java.util.Set;

/** Takes the cells of one column of a block, in row order. */
interface CellReader {
  /**
   * Takes a cell.
   *
   * @return false if it is not of the column's kind
   */
  boolean add(char[] text, int from, int length, boolean quoted);

  Column column();

  static CellReader of(ColumnKind kind, Set<String> missing) {
    return of(kind, missing, CellSyntax.STANDARD);
  }

  static CellReader of(ColumnKind kind, Set<String> missing, CellSyntax syntax) {
    MissingTokens tokens = MissingTokens.of(kind, missing);
    return switch (kind) {
      case NUMERIC -> new NumericCells(tokens, syntax.decimalComma());
      case CATEGORICAL -> new CategoricalCells(tokens);
      case BOOLEAN -> new BooleanCells(tokens);
      case TIMESTAMP -> new TimestampCells(tokens, syntax.dayFirst());
    };
  }
}
