package dev.retrain.spi.backend;

import dev.retrain.api.document.Settings;
import java.util.List;
import java.util.Map;

/** Makes a backend's translator; found by {@link java.util.ServiceLoader}. */
public interface TranslatorProvider {

  /** The backend's name, such as {@code sagemaker}. */
  String name();

  /**
   * A translator.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings,
   *     unknown keys among them
   */
  Translator translator(Settings settings);

  /** Settings with made-up values, for {@code plan} without a settings file. */
  Settings placeholderSettings();

  /**
   * What the backend needs of the world around it; nothing unless it says so.
   *
   * @param environment variables of the process
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings
   */
  default BackendRequirements surroundings(Settings settings, Map<String, String> environment) {
    return BackendRequirements.remote(List.of(), List.of());
  }
}
