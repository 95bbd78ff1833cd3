package dev.retrain.testkit.tck;

import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.InMemoryStateStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The store that lives as long as the process, held to the contract of stores. */
class InMemoryStateStoreTckTest extends StateStoreTck {

  private final Map<Path, StateStore> stores = new HashMap<>();

  @Override
  protected StateStore open(Path place) {
    return stores.computeIfAbsent(place, path -> new InMemoryStateStore());
  }
}
