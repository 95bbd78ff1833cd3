package dev.retrain.api.error;

/**
 * Data that is not what was asked for: a file that cannot be read as its format, a cell that is not
 * of its column's kind, a column that is absent. The message names file, row and column where there
 * are any, and never a value of a sensitive column.
 */
public non-sealed class DataProblem extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** A problem about which nothing more is known. */
  public DataProblem(String message) {
    super(message);
  }

  /** A problem and what it came from. */
  public DataProblem(String message, Throwable cause) {
    super(message, FailureContext.none(), cause);
  }
}
