package dev.retrain.runtime.feedback;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Keeps notes durably. Thread-safe. Keeping a note twice, late or in another order is keeping it
 * once: of several outcomes of one id the one that became known last holds.
 */
public interface FeedbackStore {

  /** Keeps notes, all of them or none. */
  void keep(List<FeedbackEvent> notes);

  /**
   * Predictions of a stretch of time with their outcomes.
   *
   * @param from inclusive
   * @param to exclusive
   */
  List<Joined> joined(Instant from, Instant to);

  /** Forgets everything about an id. */
  void forget(String id);

  /** Forgets predictions made before an instant, and outcomes known before it. */
  void forgetBefore(Instant instant);

  /**
   * A prediction and what is known of its outcome.
   *
   * @param label empty while nothing is known
   */
  record Joined(String version, Instant at, double score, OptionalDouble label) {}
}
