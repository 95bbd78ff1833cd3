package dev.retrain.runtime;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the loop of a retrainer fares, for an endpoint or a command to print.
 *
 * @param stopped why it ticks no more, such as a lack of memory; empty while it can
 * @param tickBegan when the last tick began
 * @param tickEnded when the last tick ended; looks that it started may still be under way
 * @param lastFailure the last failure that kept a retraining, or all of them, from being advanced
 * @param abandonedCalls calls past the deadline of their look since the start, by service
 * @param waiting retrainings that wait, with the reason: a busy service, an answer, a requested
 *     pause, a failure
 */
public record RetrainerHealth(
    Optional<String> stopped,
    Optional<Instant> tickBegan,
    Optional<Instant> tickEnded,
    Optional<Failure> lastFailure,
    SortedMap<String, Long> abandonedCalls,
    SortedMap<String, String> waiting) {

  /**
   * A failure.
   *
   * @param at when it was seen
   * @param why its message
   */
  public record Failure(Instant at, String why) {
    /** Checks that nothing is missing. */
    public Failure {
      requireNonNull(at);
      requireNonNull(why);
    }
  }

  /** Copies the maps. */
  public RetrainerHealth {
    requireNonNull(stopped);
    requireNonNull(tickBegan);
    requireNonNull(tickEnded);
    requireNonNull(lastFailure);
    abandonedCalls = copy(abandonedCalls);
    waiting = copy(waiting);
  }

  private static <V> SortedMap<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
