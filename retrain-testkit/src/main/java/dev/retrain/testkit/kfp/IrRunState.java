package dev.retrain.testkit.kfp;

/** How far a run has come. */
public enum IrRunState {
  /** Tasks run or wait. */
  RUNNING,
  /** It was cancelled, and tasks still end. */
  CANCELLING,
  /** No task failed; some may not have been triggered. */
  SUCCEEDED,
  /** A task failed. */
  FAILED,
  /** It was cancelled. */
  CANCELLED;

  /** Returns whether nothing runs any more. */
  public boolean terminal() {
    return this != RUNNING && this != CANCELLING;
  }
}
