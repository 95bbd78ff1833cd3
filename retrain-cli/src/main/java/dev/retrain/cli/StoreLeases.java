package dev.retrain.cli;

import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.Leases.Lease;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leases kept in a store that is opened at the first acquisition, because most backends need none.
 * The store stays open until the process ends, as the leases do. Thread-safe.
 */
final class StoreLeases implements Leases {

  private final String store;
  private final Clock clock;
  private @Nullable Leases leases;

  StoreLeases(String store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Returns leases kept in the folder {@code .retrain/leases} beside a file. */
  static StoreLeases beside(Path file, Clock clock) {
    Path folder = file.toAbsolutePath().resolveSibling(".retrain").resolve("leases");
    return new StoreLeases(folder.toString(), clock);
  }

  @Override
  public synchronized Optional<Lease> acquire(String name, Duration length) {
    if (leases == null) {
      @SuppressWarnings("resource") // stays open until the process ends
      JdbcStore opened = Stores.open(store);
      leases = opened.leases(clock);
    }
    return leases.acquire(name, length);
  }
}
