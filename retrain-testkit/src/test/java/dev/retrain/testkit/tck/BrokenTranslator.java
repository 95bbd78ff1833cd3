package dev.retrain.testkit.tck;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import java.util.EnumMap;
import java.util.Map;
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
            translating(
                real.translator(settingsAreIgnored ? real.placeholderSettings() : settings)));
      }

      @Override
      public Settings placeholderSettings() {
        return real.placeholderSettings();
      }
    };
  }

  /** Returns a translator that does not run pipelines and so declares nothing of runs. */
  private static Translator translating(Translator real) {
    return Broken.method(
        Translator.class,
        real,
        "capabilities",
        (call, arguments) -> {
          Map<Capability, Support> all =
              new EnumMap<>(((Capabilities) call.withArguments(arguments)).all());
          CapabilityPipelines.BEYOND_PIPELINES.forEach(
              beyond -> all.put(beyond, Support.absent("it only translates", "Use another")));
          return Capabilities.of(all);
        });
  }
}
