package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import org.jspecify.annotations.Nullable;

/** A cell of a file that does not fit its column's kind, at a known place. */
public final class KindMismatch extends DataProblem {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final boolean mayWiden;

  /**
   * Makes a mismatch.
   *
   * @param message which cell, or which column, is of another kind than expected, and where
   * @param column the column's name
   * @param mayWiden whether reading again with the column categorical is no contradiction
   */
  public KindMismatch(@Nullable String message, String column, boolean mayWiden) {
    super(String.valueOf(message));
    this.column = column;
    this.mayWiden = mayWiden;
  }

  /** Returns the name of the column. */
  public String column() {
    return column;
  }

  /**
   * Returns whether the kind was inferred or only preferred, so that reading again with the column
   * categorical is no contradiction.
   */
  public boolean mayWiden() {
    return mayWiden;
  }
}
