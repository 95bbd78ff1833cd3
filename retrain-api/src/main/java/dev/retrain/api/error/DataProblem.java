package dev.retrain.api.error;

/**
 * Data of another form than required: a file that cannot be read in its format, a cell of another
 * kind than its column, an absent column. The message names file, row and column where there are
 * any, and never a value of a sensitive column.
 */
public non-sealed class DataProblem extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** Creates a problem from its message. */
  public DataProblem(String message) {
    super(message);
  }

  /** Creates a problem with its cause. */
  public DataProblem(String message, Throwable cause) {
    super(message, FailureContext.none(), cause);
  }
}
