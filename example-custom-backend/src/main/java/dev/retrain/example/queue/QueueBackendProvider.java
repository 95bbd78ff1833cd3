package dev.retrain.example.queue;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Translator;

// region provider
/** Makes the backend {@code queue}; found by {@link java.util.ServiceLoader}. */
public final class QueueBackendProvider implements BackendProvider {

  static final String NAME = "queue";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    QueueSettings.of(settings);
    return new QueueTranslator(NAME);
  }

  @Override
  public Backend create(Settings settings, BackendContext context) {
    QueueSettings where = QueueSettings.of(settings);
    return new QueueBackend(where, new QueueClient(where), context.clock());
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(
        "endpoint: http://queue.example.com\nartifactRoot: /mnt/retrain\n", "placeholder");
  }
}
// endregion provider
