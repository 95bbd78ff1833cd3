package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.ResourceLedger;
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

  /**
   * Returns the ledger in which a backend records what it creates beside runs, schedules and
   * deployments, which are recorded by the caller. By default it ends with this process.
   */
  default ResourceLedger ledger() {
    return ResourceLedger.inProcess();
  }

  /** Returns a context of a clock and locks, with a ledger within this process. */
  static BackendContext of(Clock clock, Leases leases) {
    return of(clock, leases, ResourceLedger.inProcess());
  }

  /** Returns a context of a clock, locks and a ledger. */
  static BackendContext of(Clock clock, Leases leases, ResourceLedger ledger) {
    return new GivenContext(requireNonNull(clock), requireNonNull(leases), requireNonNull(ledger));
  }
}
