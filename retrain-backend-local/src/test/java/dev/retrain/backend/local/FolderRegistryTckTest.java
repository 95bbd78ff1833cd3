package dev.retrain.backend.local;

import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.FolderRegistry;
import dev.retrain.testkit.tck.ModelRegistryTck;
import java.nio.file.Path;
import java.time.Clock;

/** Holds the folder registry to the contract of registries. */
class FolderRegistryTckTest extends ModelRegistryTck {

  @Override
  protected ModelRegistry open(Path place) {
    return new FolderRegistry(place.resolve("registry"), Clock.systemUTC());
  }
}
