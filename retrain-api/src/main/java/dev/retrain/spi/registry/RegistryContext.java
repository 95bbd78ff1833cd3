package dev.retrain.spi.registry;

import static java.util.Objects.requireNonNull;

import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.state.Leases;
import java.time.Clock;

/**
 * What the embedding program passes to a registry.
 *
 * @param clock of the times at which versions are registered
 * @param leases locks, for services that cannot compare and set an alias
 * @param stores the files at addresses, for registries kept in files
 */
public record RegistryContext(Clock clock, Leases leases, ArtifactStores stores) {

  /** Checks that nothing is missing. */
  public RegistryContext {
    requireNonNull(clock);
    requireNonNull(leases);
    requireNonNull(stores);
  }
}
