package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The one branch of a pipeline: when the metrics satisfy the condition, the model is registered;
 * otherwise the run's outcome is REJECTED. One level, no else.
 *
 * @param metrics the metrics artifacts it reads
 * @param condition what must hold
 * @param registration what is registered then
 */
public record Gate(Artifact<Kind.Metrics> metrics, Condition condition, Registration registration) {

  /** What may follow a passed gate: only {@code register}. */
  public static final class Approved {
    Approved() {}

    /** Registers a model under a name. */
    public Registration register(String modelName, Artifact<Kind.Model> model) {
      return new Registration(modelName, model, Optional.empty());
    }
  }

  /** Checks that nothing is missing. */
  public Gate {
    requireNonNull(metrics);
    requireNonNull(condition);
    requireNonNull(registration);
  }
}
