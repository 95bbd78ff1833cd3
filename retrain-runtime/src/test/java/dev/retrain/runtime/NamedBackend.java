package dev.retrain.runtime;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Translator;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a backend that is found by name was created with, and whether it was closed. */
record NamedBackend(Settings settings, BackendContext context, AtomicBoolean ended) {

  static final String NAME = "named";

  boolean closed() {
    return ended.get();
  }

  /** Found on the class path of the tests. */
  public static final class Provider implements BackendProvider {
    static final List<NamedBackend> created = new ArrayList<>();

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Translator translator(Settings settings) {
      return new FakeBackend(Clock.systemUTC()).translator();
    }

    @Override
    public Settings placeholderSettings() {
      return Settings.of(Map.of());
    }

    @Override
    public Backend create(Settings settings, BackendContext context) {
      NamedBackend made = new NamedBackend(settings, context, new AtomicBoolean());
      created.add(made);
      return CallInterceptor.calls(
          Backend.class,
          new FakeBackend(context.clock()),
          new CallInterceptor.Listener() {
            @Override
            public void after(String call) {
              if (call.equals("Backend.close")) {
                made.ended().set(true);
              }
            }
          });
    }
  }
}
