package dev.retrain.drift.data;

/**
 * Data that is not what was asked for: a file that cannot be read as its format, a cell that is not
 * of its column's kind, a column that is absent. The message names file, row and column where there
 * are any, and never a value of a sensitive column.
 */
public class DataProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes a problem of a message. */
  public DataProblem(String message) {
    super(message);
  }

  /** Makes a problem of a message and what it came from. */
  public DataProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
