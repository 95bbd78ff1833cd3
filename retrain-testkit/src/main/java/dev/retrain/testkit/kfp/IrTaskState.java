package dev.retrain.testkit.kfp;

/** How far a task has come, in words of both services. */
public enum IrTaskState {
  /** It waits for others. */
  PENDING,
  /** It runs. */
  RUNNING,
  /** It ended well. */
  SUCCEEDED,
  /** A former result was taken in place of running: SKIPPED on Vertex, SUCCEEDED on Kubeflow. */
  CACHED,
  /**
   * Its condition is false, or a task it waits for did not succeed: NOT_TRIGGERED on Vertex,
   * SKIPPED on Kubeflow.
   */
  NOT_TRIGGERED,
  /** Its last attempt failed, or a task of its graph. */
  FAILED,
  /** The run was cancelled before it ended. */
  CANCELLED;

  /** Returns whether tasks that wait for it may run. */
  public boolean isWell() {
    return this == SUCCEEDED || this == CACHED;
  }
}
