package dev.retrain.cli;

import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Polls a run until it has ended and reports each change of a step. */
final class RunWait {

  private static final long FIRST_PAUSE_NANOS = 20_000_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000_000;

  private RunWait() {}

  static RunStatus forEnd(Backend backend, RunHandle run, PrintWriter progress) {
    Map<String, StepRun.State> reported = new HashMap<>();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      RunStatus status = backend.status(run);
      report(backend, run, reported, progress);
      if (status.terminal() || Thread.currentThread().isInterrupted()) {
        return status;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_NANOS);
    }
  }

  private static void report(
      Backend backend, RunHandle run, Map<String, StepRun.State> reported, PrintWriter progress) {
    for (StepRun step : backend.steps(run)) {
      if (step.state() != reported.put(step.step(), step.state())
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
