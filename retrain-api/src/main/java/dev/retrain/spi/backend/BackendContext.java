package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import dev.retrain.spi.state.Leases;
import java.time.Clock;

/**
 * The collaborators that the embedding program passes to a backend. retrain implements it; methods
 * may be added, with a default. Thread-safe.
 */
public interface BackendContext {

  /** Returns the clock for every time the backend reads. */
  Clock clock();

  /** Returns locks, for services that have no key for a run. */
  Leases leases();

  /** Returns a context of a clock and locks. */
  static BackendContext of(Clock clock, Leases leases) {
    return new GivenContext(requireNonNull(clock), requireNonNull(leases));
  }
}
