package dev.retrain.testkit.tck;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Translator;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The small backend with one rule broken; run by other tests, not by itself. */
class BrokenBackend extends SmallBackendTckTest {

  static volatile UnaryOperator<Backend> rule = backend -> backend;

  /** Of the backend that is being made while the rule is applied. */
  static volatile Clock clock = Clock.systemUTC();

  static volatile Duration patience = Duration.ofMinutes(1);

  @Override
  protected Duration patience() {
    return patience;
  }

  @Override
  protected BackendProvider backendProvider() {
    BackendProvider real = new SmallBackendProvider();
    return new BackendProvider() {
      @Override
      public Backend create(Settings settings, BackendContext context) {
        clock = context.clock();
        return rule.apply(real.create(settings, context));
      }

      @Override
      public String name() {
        return real.name();
      }

      @Override
      public Translator translator(Settings settings) {
        return real.translator(settings);
      }

      @Override
      public Settings placeholderSettings() {
        return real.placeholderSettings();
      }
    };
  }
}
