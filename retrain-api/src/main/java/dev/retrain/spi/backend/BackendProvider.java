package dev.retrain.spi.backend;

import dev.retrain.api.document.Settings;

/** Makes a backend; found by {@link java.util.ServiceLoader}. */
public interface BackendProvider extends TranslatorProvider {

  /**
   * A backend; connects to nothing yet.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings,
   *     unknown keys among them
   */
  Backend create(Settings settings, BackendContext context);
}
