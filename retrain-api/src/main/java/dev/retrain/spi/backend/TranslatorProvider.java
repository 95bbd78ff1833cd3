package dev.retrain.spi.backend;

import dev.retrain.api.document.Settings;
import java.util.List;
import java.util.Map;

/** Creates a backend's translator; found by {@link java.util.ServiceLoader}. */
public interface TranslatorProvider {

  /** Returns the backend's name, such as {@code sagemaker}. */
  String name();

  /**
   * Creates a translator.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings,
   *     unknown keys among them
   */
  Translator translator(Settings settings);

  /** Returns settings with made-up values, for {@code plan} without a settings file. */
  Settings placeholderSettings();

  /**
   * Returns what the backend requires of its environment, for {@code retrain doctor}; nothing by
   * default.
   *
   * @param environment variables of the process
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings
   */
  default BackendRequirements requirements(Settings settings, Map<String, String> environment) {
    return BackendRequirements.remote(List.of(), List.of());
  }
}
