package dev.retrain.api.source;

import java.time.Instant;
import java.util.Map;

/**
 * The application's predictions and, later, their outcomes. Recording is meant for serving threads:
 * it never blocks and never throws because of the store.
 */
public interface Feedback extends AutoCloseable {

  /**
   * Records a prediction.
   *
   * @param id joins it with its outcome; recording it twice counts once
   * @param version the model version that predicted
   * @param features the model's input: texts, numbers and Booleans
   * @param score the prediction, finite
   * @param at when it was made
   */
  void prediction(String id, String version, Map<String, ?> features, double score, Instant at);

  /**
   * Records an outcome.
   *
   * @param id of the prediction; the outcome may arrive before it, late, or twice
   * @param label finite
   * @param at when it was made it became known
   */
  void outcome(String id, double label, Instant at);

  /**
   * Deletes everything recorded about an id so far, both stored and still waiting to be stored.
   * Later calls with the same id count as new. Waits for the store, so it must not be called from
   * serving threads.
   *
   * @throws dev.retrain.api.error.TransientFailure if the store fails or does not answer in time:
   *     nothing is waiting any more, but stored data is known to be deleted only after another call
   */
  void forget(String id);

  /** Returns the number of events dropped because they arrived faster than they could be stored. */
  long dropped();

  /** Waits, for a limited time, until everything recorded is stored. */
  @Override
  void close();
}
