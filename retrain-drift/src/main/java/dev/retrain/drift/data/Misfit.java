package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;

/** A cell that does not fit its column's kind, at a known place. */
final class Misfit extends DataProblem {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final boolean mayWiden;

  Misfit(String message, String column, boolean mayWiden) {
    super(message);
    this.column = column;
    this.mayWiden = mayWiden;
  }

  String column() {
    return column;
  }

  /** Whether the column's kind was inferred or only preferred. */
  boolean mayWiden() {
    return mayWiden;
  }
}
