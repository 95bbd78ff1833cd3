package dev.retrain.backend.local;

/** How a step ended. */
sealed interface StepOutcome {

  /** All its outputs are there. */
  record Done() implements StepOutcome {}

  /** It failed, all attempts included. */
  record Failed(RunResult.Failure failure) implements StepOutcome {}

  /** It was stopped, because the run was. */
  record Stopped() implements StepOutcome {}
}
