package dev.retrain.testkit.loopback;

import java.time.Duration;
import java.util.List;

/**
 * How a step ended.
 *
 * @param how what ended it
 * @param exitCode of its process; 0 only for success, and not meaningful unless it {@link
 *     How#EXITED}
 * @param duration from the start of its process to its end, measured; zero if it never started
 * @param log the last lines it printed, at most {@link LoopbackExecutor#LOG_LINES}
 */
public record StepEnd(How how, int exitCode, Duration duration, List<String> log) {

  /** What ended a step. */
  public enum How {
    /** Its process ended by itself. */
    EXITED,
    /** It ran longer than its timeout, and was killed with its children. */
    TIMED_OUT,
    /** It was cancelled, and killed with its children if it ran. */
    CANCELLED,
    /** Its process could not be started; the log says why. */
    NOT_STARTED
  }

  /** Copies the lines. */
  public StepEnd {
    log = List.copyOf(log);
  }

  /** Returns whether it ended by itself with code 0. */
  public boolean succeeded() {
    return how == How.EXITED && exitCode == 0;
  }
}
