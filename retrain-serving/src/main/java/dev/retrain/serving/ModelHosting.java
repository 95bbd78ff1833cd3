package dev.retrain.serving;

import dev.retrain.api.registry.ModelVersion;

/**
 * How a process brings a version's model up and down.
 *
 * @param <M> a loaded model
 */
@FunctionalInterface
public interface ModelHosting<M> {

  /**
   * Loads a version's model. Called from a thread of its own.
   *
   * @throws Exception when it cannot; the version is then never ready
   */
  M load(ModelVersion version) throws Exception;

  /**
   * Whether a model can answer now; one that cannot any more is loaded anew when its version is
   * prepared again. Asked often, must not block.
   */
  default boolean isHealthy(M model) {
    return true;
  }

  /** Frees a model that nobody uses any more. */
  default void release(M model) {}
}
