package dev.retrain.cli;

import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.registry.RegistryContext;
import dev.retrain.spi.state.Leases;
import java.time.Clock;
import java.util.Optional;

/** Opens the registry of an operating config. */
final class Registries {

  private Registries() {}

  /**
   * Opens the registry of versions and aliases.
   *
   * @param address a folder or an address such as {@code s3://bucket/registry}; the registry of the
   *     backend if empty
   * @param leases shared by all writers, for services that cannot compare and set
   */
  static ModelRegistry open(Optional<String> address, Backend backend, Clock clock, Leases leases) {
    return address
        .map(
            named ->
                dev.retrain.steps.folder.Registries.open(
                    named, new RegistryContext(clock, leases, ArtifactFiles.getDefault().stores())))
        .orElseGet(backend::registry);
  }
}
