package dev.retrain.spi.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of one step of a run.
 *
 * @param step its name
 * @param state its current state
 * @param attempts started so far
 * @param started when the first attempt started
 * @param ended when the last one ended
 * @param message the exit code, the gate's result, or another sentence
 * @param usage what it used so far; empty where the backend does not tell
 */
public record StepRun(
    String step,
    State state,
    int attempts,
    Optional<Instant> started,
    Optional<Instant> ended,
    Optional<String> message,
    Optional<StepUsage> usage) {

  /** Creates the state of a step whose use of machines is not known. */
  public StepRun(
      String step,
      State state,
      int attempts,
      Optional<Instant> started,
      Optional<Instant> ended,
      Optional<String> message) {
    this(step, state, attempts, started, ended, message, Optional.empty());
  }

  /** Returns a copy with what the step used. */
  public StepRun using(StepUsage used) {
    return new StepRun(step, state, attempts, started, ended, message, Optional.of(used));
  }

  /** The states of a step. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    /** Its result was taken from an earlier run. */
    CACHED,
    FAILED,
    /** It never started, because a step before it failed or the run was cancelled. */
    SKIPPED,
    CANCELLED
  }
}
