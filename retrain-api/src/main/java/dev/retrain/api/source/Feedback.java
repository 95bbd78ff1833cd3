package dev.retrain.api.source;

import java.time.Instant;
import java.util.Map;

/**
 * The application's side: what was predicted, and later what really happened. Notes are taken from
 * serving threads: that never blocks and never throws for reasons of its own.
 */
public interface Feedback extends AutoCloseable {

  /**
   * Notes a prediction.
   *
   * @param id joins it with its outcome; noting it twice is noting it once
   * @param version the model version that predicted
   * @param features what it saw; texts, numbers and truth values
   * @param score what it said, finite
   * @param at when
   */
  void prediction(String id, String version, Map<String, ?> features, double score, Instant at);

  /**
   * Notes what really happened.
   *
   * @param id of the prediction; may come before, late, or twice
   * @param label finite
   * @param at when it became known
   */
  void outcome(String id, double label, Instant at);

  /**
   * Forgets everything told about an id so far: what is kept and what still waits to be. What is
   * told afterwards is new. Waits for the store, so it is not for serving threads.
   *
   * @throws dev.retrain.api.error.TransientFailure if the store fails or does not answer in time:
   *     nothing waits any more, but what is kept is known to be gone only when asked again
   */
  void forget(String id);

  /** How many notes were dropped because they came faster than they could be kept. */
  long dropped();

  /** Waits, for a limited time, until what was noted is kept. */
  @Override
  void close();
}
