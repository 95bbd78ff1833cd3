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
 */
public record StepRun(
    String step,
    State state,
    int attempts,
    Optional<Instant> started,
    Optional<Instant> ended,
    Optional<String> message) {

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
