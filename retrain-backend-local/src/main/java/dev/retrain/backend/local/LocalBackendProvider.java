package dev.retrain.backend.local;

import dev.retrain.api.backend.Backend;
import dev.retrain.api.backend.BackendContext;
import dev.retrain.api.backend.BackendProvider;
import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;
import java.util.Map;

/** Makes the backend {@code local} from settings; see docs/local-backend.md for their keys. */
public final class LocalBackendProvider implements BackendProvider {

  @Override
  public String name() {
    return LocalTranslator.NAME;
  }

  @Override
  public Backend create(Settings settings, BackendContext context) {
    return new LocalBackend(LocalSettings.of(settings), Map.of(), context.clock());
  }

  @Override
  public Translator translator(Settings settings) {
    return new LocalTranslator(new Bindings(LocalSettings.of(settings), Map.of()));
  }

  /** Settings with which every image is run by a container engine. */
  @Override
  public Settings placeholderSettings() {
    return Settings.parse("containerEngine: [docker]\n", "placeholder");
  }
}
