package dev.retrain.serving;

import dev.retrain.api.registry.ModelVersion;

/**
 * Loads and frees the models of a process.
 *
 * @param <M> a loaded model
 */
@FunctionalInterface
public interface ModelHosting<M> {

  /**
   * Loads the model of a version. Called on a separate thread.
   *
   * @throws Exception if the model cannot be loaded; the version is then never ready
   */
  M load(ModelVersion version) throws Exception;

  /**
   * Returns whether a model can answer now; one that no longer can is loaded again when its version
   * is prepared again. Called often, must not block.
   */
  default boolean isHealthy(M model) {
    return true;
  }

  /** Frees a model that is no longer in use. */
  default void release(M model) {}
}
