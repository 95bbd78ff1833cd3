package dev.retrain.runtime.store;

import dev.retrain.spi.state.Leases;
import dev.retrain.testkit.tck.LeasesTck;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Holds leases of the database to the contract of leases. */
class JdbcLeasesTckTest extends LeasesTck {

  private final List<JdbcStore> stores = new ArrayList<>();

  @Override
  protected Leases leases(Path place, Clock time) {
    JdbcStore store = JdbcStore.embedded(place.resolve("state"), false);
    stores.add(store);
    return store.leases(time);
  }

  @AfterEach
  void closeStores() {
    stores.forEach(JdbcStore::close);
  }
}
