package dev.retrain.backend.local.endpoint;

import dev.retrain.api.registry.ModelVersion;

/**
 * Makes a registered version answer. Called from a thread of its own, when a version is prepared
 * and again when one that died is.
 */
@FunctionalInterface
public interface ModelLoader {

  /**
   * Loads a version.
   *
   * @param version whose {@code artifact} is the model's folder
   * @throws Exception when it cannot; the version is then never ready
   */
  ServedModel load(ModelVersion version) throws Exception;
}
