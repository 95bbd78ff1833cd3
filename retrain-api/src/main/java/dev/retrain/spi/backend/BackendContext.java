package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import dev.retrain.spi.state.Leases;
import java.time.Clock;

/**
 * The collaborators that the embedding program passes to a backend.
 *
 * @param clock the clock for every time the backend reads
 * @param leases locks, for services that have no key for a run
 */
public record BackendContext(Clock clock, Leases leases) {
  /** Checks that nothing is missing. */
  public BackendContext {
    requireNonNull(clock);
    requireNonNull(leases);
  }
}
