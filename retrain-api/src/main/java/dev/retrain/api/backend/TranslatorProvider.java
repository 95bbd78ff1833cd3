package dev.retrain.api.backend;

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
}
