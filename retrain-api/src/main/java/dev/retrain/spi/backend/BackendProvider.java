package dev.retrain.spi.backend;

import dev.retrain.api.document.Settings;

/** Creates a backend; found by {@link java.util.ServiceLoader}. */
public interface BackendProvider extends TranslatorProvider {

  /**
   * Creates a backend; makes no connection yet.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings,
   *     unknown keys among them
   */
  Backend create(Settings settings, BackendContext context);
}
