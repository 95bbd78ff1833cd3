package dev.retrain.spi.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * Where one step of a run stands.
 *
 * @param step its name
 * @param state what it is doing
 * @param attempts started so far
 * @param started when the first attempt began
 * @param ended when the last one ended
 * @param message the exit code, the gate's word, or another sentence
 */
public record StepRun(
    String step,
    State state,
    int attempts,
    Optional<Instant> started,
    Optional<Instant> ended,
    Optional<String> message) {

  /** What a step can be doing. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    /** Its result was taken from an earlier run. */
    CACHED,
    FAILED,
    /** It never began, because a step before it failed or the run was cancelled. */
    SKIPPED,
    CANCELLED
  }
}
