package dev.retrain.drift.data;

/** What is wrong at a place inside a block; the place in the file is added where it is known. */
class CellProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int row;
  private final long line;
  private final int column;

  /**
   * Makes a problem.
   *
   * @param row 1-based row in the block, 0 if unknown
   * @param line 1-based line in the block, 0 if unknown
   * @param column index of the column whose cell does not fit, -1 if it is the record
   * @param what the cell's text, or what is wrong with the record
   */
  CellProblem(int row, long line, int column, String what) {
    super(what, null, false, false);
    this.row = row;
    this.line = line;
    this.column = column;
  }

  final int row() {
    return row;
  }

  final long line() {
    return line;
  }

  final int column() {
    return column;
  }

  final String what() {
    return String.valueOf(getMessage());
  }
}
