package dev.retrain.runtime.feedback;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** Something the application told. */
public sealed interface FeedbackEvent {

  /** What joins a prediction with its outcome. */
  String id();

  /**
   * A prediction.
   *
   * @param features a JSON object
   * @param score finite
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
   * What really happened.
   *
   * @param label finite
   */
  record Outcome(String id, double label, Instant at) implements FeedbackEvent {
    /** Checks that nothing is missing. */
    public Outcome {
      requireNonNull(id);
      requireNonNull(at);
    }
  }
}
