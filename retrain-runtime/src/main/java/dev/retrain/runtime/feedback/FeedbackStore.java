package dev.retrain.runtime.feedback;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Stores feedback events durably. Thread-safe. Storing an event again, late or in another order has
 * no further effect: of several outcomes of one id the one that became known last counts.
 */
public interface FeedbackStore {

  /** Stores events, all of them or none. */
  void keep(List<FeedbackEvent> notes);

  /**
   * Returns the predictions of a period with their outcomes.
   *
   * @param from inclusive
   * @param to exclusive
   */
  List<Joined> joined(Instant from, Instant to);

  /** Deletes everything about an id. */
  void forget(String id);

  /** Deletes predictions made before an instant, and outcomes known before it. */
  void forgetBefore(Instant instant);

  /**
   * Holds a prediction with its outcome.
   *
   * @param label observed outcome; empty while unknown
   */
  record Joined(String version, Instant at, double score, OptionalDouble label) {}
}
