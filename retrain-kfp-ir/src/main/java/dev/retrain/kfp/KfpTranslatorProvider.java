package dev.retrain.kfp;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;

/** Makes translators for one service that runs KFP definitions. */
public abstract class KfpTranslatorProvider implements TranslatorProvider {

  private final String name;
  private final String placeholders;

  /**
   * Makes a provider.
   *
   * @param placeholders settings with made-up values, without the image of the standard steps
   */
  protected KfpTranslatorProvider(String name, String placeholders) {
    this.name = name;
    this.placeholders =
        placeholders
            + "stepsImage: registry.example.com/retrain/steps@sha256:%s\n"
                .formatted("0".repeat(64));
  }

  /**
   * Returns the service that these settings describe.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every unknown key and wrong value
   */
  protected abstract KfpService service(Settings settings);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Translator translator(Settings settings) {
    return new KfpTranslator(service(settings));
  }

  @Override
  public final Settings placeholderSettings() {
    return Settings.parse(placeholders, "placeholder settings of " + name);
  }
}
