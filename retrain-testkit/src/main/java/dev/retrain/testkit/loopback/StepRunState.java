package dev.retrain.testkit.loopback;

/** How far a step has come. */
public enum StepRunState {
  /** It waits for a place among those that run. */
  WAITING,
  /** Its process runs. */
  RUNNING,
  /** It has ended, in whatever way. */
  ENDED
}
