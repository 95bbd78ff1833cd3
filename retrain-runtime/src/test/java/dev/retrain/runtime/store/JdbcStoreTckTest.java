package dev.retrain.runtime.store;

import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.tck.StateStoreTck;
import java.nio.file.Path;

/** Holds the embedded database to the contract of stores. */
class JdbcStoreTckTest extends StateStoreTck {

  @Override
  protected StateStore open(Path place) {
    return JdbcStore.embedded(place.resolve("state"), false);
  }
}
