package dev.retrain.cli;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import java.util.List;

/**
 * A run as the backend shows it now.
 *
 * @param status its status
 * @param steps the states of its steps
 */
record RunLook(RunStatus status, List<StepRun> steps) {

  static RunLook of(Backend backend, RunHandle run, RunStatus status) {
    return new RunLook(status, backend.steps(run));
  }

  /**
   * Returns a run that was submitted a moment ago: pending while the service does not show it yet,
   * or cannot be reached again, since it has accepted the run.
   */
  static RunLook afterSubmission(Backend backend, RunHandle run) {
    try {
      RunStatus status = backend.status(run);
      boolean hidden = status instanceof RunStatus.Lost || status instanceof RunStatus.Accepted;
      return hidden ? pending() : of(backend, run, status);
    } catch (TransientFailure e) {
      return pending();
    }
  }

  private static RunLook pending() {
    return new RunLook(new RunStatus.Pending(), List.of());
  }
}
