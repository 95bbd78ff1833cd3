package dev.retrain.example.queue;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Translator;

/** Makes the backend {@code jobs}; found by {@link java.util.ServiceLoader}. */
public final class JobsBackendProvider implements BackendProvider {

  static final String NAME = "jobs";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    JobsSettings.of(settings);
    return new QueueTranslator(NAME);
  }

  @Override
  public Backend create(Settings settings, BackendContext context) {
    JobsSettings where = JobsSettings.of(settings);
    return new JobsBackend(where, new JobsClient(where), context.clock());
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(
        "endpoint: http://jobs.example.com\nartifactRoot: /mnt/retrain\n", "placeholder");
  }
}
