package dev.retrain.cli;

import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Looks at a run until it has ended, telling each change of a step. */
final class RunWait {

  private static final long FIRST_PAUSE_NANOS = 20_000_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000_000;

  private RunWait() {}

  static RunStatus forEnd(Backend backend, RunHandle run, PrintWriter progress) {
    Map<String, StepRun.State> told = new HashMap<>();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      RunStatus status = backend.status(run);
      tell(backend, run, told, progress);
      if (status.terminal() || Thread.currentThread().isInterrupted()) {
        return status;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_NANOS);
    }
  }

  private static void tell(
      Backend backend, RunHandle run, Map<String, StepRun.State> told, PrintWriter progress) {
    for (StepRun step : backend.steps(run)) {
      if (step.state() != told.put(step.step(), step.state())
          && step.state() != StepRun.State.PENDING) {
        progress.println(
            step.step()
                + ": "
                + RunText.word(step.state())
                + step.message().map(message -> " (" + message + ")").orElse(""));
        progress.flush();
      }
    }
  }
}
