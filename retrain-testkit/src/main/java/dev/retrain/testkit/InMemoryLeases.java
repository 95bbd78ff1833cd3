package dev.retrain.testkit;

import dev.retrain.spi.state.Leases;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Leases within one process. Thread-safe. */
public final class InMemoryLeases implements Leases {

  private final Leases leases;

  /** Leases that end by a clock. */
  public InMemoryLeases(Clock clock) {
    this.leases = Leases.inProcess(clock);
  }

  @Override
  public Optional<Lease> acquire(String name, Duration length) {
    return leases.acquire(name, length);
  }
}
