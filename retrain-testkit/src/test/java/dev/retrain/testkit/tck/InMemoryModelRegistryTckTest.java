package dev.retrain.testkit.tck;

import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.InMemoryModelRegistry;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The registry that lives as long as the process, held to the contract of registries. */
class InMemoryModelRegistryTckTest extends ModelRegistryTck {

  private final Map<Path, ModelRegistry> registries = new HashMap<>();

  @Override
  protected ModelRegistry open(Path place) {
    return registries.computeIfAbsent(
        place, path -> new InMemoryModelRegistry(SettableClock.at("2001-02-03T00:00:00Z")));
  }
}
