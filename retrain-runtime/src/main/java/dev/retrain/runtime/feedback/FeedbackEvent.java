package dev.retrain.runtime.feedback;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** An event that the application reported. */
public sealed interface FeedbackEvent {

  /** Returns the id that joins a prediction with its outcome. */
  String id();

  /**
   * Holds a prediction.
   *
   * @param features input of the model, as a JSON object
   * @param score prediction, finite
   */
  record Prediction(String id, String version, String features, double score, Instant at)
      implements FeedbackEvent {
    /** Checks that nothing is missing. */
    public Prediction {
      requireNonNull(id);
      requireNonNull(version);
      requireNonNull(features);
      requireNonNull(at);
    }
  }

  /**
   * Holds the outcome of a prediction.
   *
   * @param label observed outcome, finite
   */
  record Outcome(String id, double label, Instant at) implements FeedbackEvent {
    /** Checks that nothing is missing. */
    public Outcome {
      requireNonNull(id);
      requireNonNull(at);
    }
  }
}
