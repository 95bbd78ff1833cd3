package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import dev.retrain.spi.state.Leases;
import java.time.Clock;

/**
 * What a backend needs from the surrounding world.
 *
 * @param clock the one clock
 * @param leases exclusive rights, for services that have no key for a run
 */
public record BackendContext(Clock clock, Leases leases) {
  /** Checks that nothing is missing. */
  public BackendContext {
    requireNonNull(clock);
    requireNonNull(leases);
  }
}
