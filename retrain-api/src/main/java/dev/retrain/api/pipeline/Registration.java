package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What happens when a gate passes: a model is registered.
 *
 * @param modelName the name in the registry
 * @param model the artifact registered
 * @param serving how it is served; empty for models that only score batches
 */
public record Registration(
    String modelName, Artifact<Kind.Model> model, Optional<Serving> serving) {

  /** Checks that nothing is missing. */
  public Registration {
    requireNonNull(modelName);
    requireNonNull(model);
    requireNonNull(serving);
  }

  /** Returns a copy that is served by an image. */
  public Registration servedBy(Serving image) {
    return new Registration(modelName, model, Optional.of(image));
  }
}
