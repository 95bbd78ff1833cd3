package dev.retrain.testkit.tck;

import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.backend.TranslatorProvider;
import java.util.function.UnaryOperator;

/** The small translator with one rule broken; run by other tests, not by itself. */
class BrokenTranslator extends TranslatorTck {

  static volatile UnaryOperator<Translator> rule = translator -> translator;
  static volatile boolean settingsAreIgnored;

  @Override
  protected String name() {
    return SmallBackendProvider.NAME;
  }

  @Override
  protected TranslatorProvider provider() {
    TranslatorProvider real = new SmallBackendProvider();
    return new TranslatorProvider() {
      @Override
      public String name() {
        return real.name();
      }

      @Override
      public Translator translator(Settings settings) {
        return rule.apply(
            real.translator(settingsAreIgnored ? real.placeholderSettings() : settings));
      }

      @Override
      public Settings placeholderSettings() {
        return real.placeholderSettings();
      }
    };
  }
}
