package dev.retrain.steps.folder;

import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.InMemoryArtifactStore;
import dev.retrain.testkit.tck.ModelRegistryTck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

class StoreRegistryTckTest extends ModelRegistryTck {

  private final Map<Path, InMemoryArtifactStore> stores = new HashMap<>();

  @Override
  protected ModelRegistry open(Path place) {
    // Every list is empty, as of a service whose lists are late.
    return new StoreRegistry(
        stores.computeIfAbsent(
            place, path -> new InMemoryArtifactStore().unlisted(address -> true)),
        URI.create("memory://bucket/registry"),
        Clock.systemUTC());
  }
}
