package dev.retrain.drift.data;

/**
 * One column of values, all of one kind; immutable by contract.
 *
 * <p>Columns share the arrays they are made of and hand them out without copying, since a column
 * may hold most of the memory of a process. Callers must not change an array that they pass in or
 * receive.
 */
public sealed interface Column
    permits NumericColumn, CategoricalColumn, BooleanColumn, TimestampColumn {

  /** Returns what the values are. */
  ColumnKind kind();

  /** Returns the number of rows, missing ones included. */
  int rows();

  /** Returns which cells are missing. */
  Missing missing();

  /** Returns how many cells are missing. */
  default int missingCount() {
    return missing().count();
  }

  /** Returns the number of rows that hold a value: for a numeric column NaN is a value. */
  default int presentCount() {
    return rows() - missingCount();
  }

  /** Returns whether the cell of this row is missing. */
  default boolean isMissing(int row) {
    return missing().at(row);
  }

  /**
   * Returns the cell of this row as text, in the form that reading it back as CSV understands; a
   * missing cell is the empty string.
   */
  String text(int row);

  /** Returns a column of the given rows, in that order; a row may occur more than once. */
  Column select(int[] rows);

  /** Returns the rows from {@code from} (inclusive) to {@code to} (exclusive). */
  Column slice(int from, int to);

  /**
   * Returns this column followed by another of the same kind.
   *
   * @throws IllegalArgumentException if the kinds differ
   */
  Column append(Column other);

  /** Calls the visitor's method for this kind of column. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method per kind of column; a kind added later breaks every visitor at compile time.
   *
   * @param <R> what a visit returns
   */
  interface Visitor<R> {
    /** Visits a numeric column. */
    R numeric(NumericColumn column);

    /** Visits a categorical column. */
    R categorical(CategoricalColumn column);

    /** Visits a boolean column. */
    R bool(BooleanColumn column);

    /** Visits a timestamp column. */
    R timestamp(TimestampColumn column);
  }
}
