package dev.retrain.example.queue;

import dev.retrain.api.backend.Backend;
import dev.retrain.api.backend.BackendContext;
import dev.retrain.api.backend.BackendProvider;
import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;

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
    return new QueueTranslator();
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
