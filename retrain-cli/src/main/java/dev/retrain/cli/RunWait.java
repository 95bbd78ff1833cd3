package dev.retrain.cli;

import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Polls a run until it has ended and reports each change of a step. Not thread-safe.
 *
 * <p>A run that was submitted a moment ago by another process may look lost until that process
 * drives it, so a run counts as lost only if it stays so.
 */
final class RunWait {

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOST_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Backend backend;
  private final RunHandle run;
  private final PrintWriter progress;
  private final Map<String, StepRun.State> reported = new HashMap<>();
  private long lostSince;
  private boolean lost;

  RunWait(Backend backend, RunHandle run, PrintWriter progress) {
    this.backend = backend;
    this.run = run;
    this.progress = progress;
  }

  /**
   * Waits for the end.
   *
   * @param existing whether the run existed before: the states its steps have now are no progress
   */
  RunStatus forEnd(boolean existing) {
    if (existing) {
      backend.steps(run).forEach(step -> reported.put(step.step(), step.state()));
    }
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      RunStatus status = backend.status(run);
      report();
      if (isEnd(status) || Thread.currentThread().isInterrupted()) {
        return concluded(status);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_NANOS);
    }
  }

  /** What a run that succeeded still needs is done before its outputs are shown. */
  private RunStatus concluded(RunStatus status) {
    if (!(status instanceof RunStatus.Succeeded)) {
      return status;
    }
    backend.conclude(run);
    return backend.status(run);
  }

  private boolean isEnd(RunStatus status) {
    if (!(status instanceof RunStatus.Lost)) {
      lost = false;
      return status.terminal();
    }
    if (!lost) {
      lost = true;
      lostSince = System.nanoTime();
    }
    long patience = Math.max(LOST_AFTER_NANOS, backend.visibleWithin().toNanos());
    return System.nanoTime() - lostSince >= patience;
  }

  private void report() {
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
