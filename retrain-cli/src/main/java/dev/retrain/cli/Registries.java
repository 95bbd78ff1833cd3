package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.FolderRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Opens the registry of an operating config. */
final class Registries {

  private Registries() {}

  /**
   * Opens the registry of versions and aliases.
   *
   * @param address a folder or a {@code file:} URI; the registry of the backend if empty
   */
  static ModelRegistry open(Optional<String> address, Backend backend, Clock clock) {
    return address
        .<ModelRegistry>map(named -> new FolderRegistry(folder(named), clock))
        .orElseGet(backend::registry);
  }

  private static Path folder(String address) {
    if (address.startsWith("file:")) {
      return Path.of(URI.create(address));
    }
    if (address.contains("://")) {
      throw new ConfigurationProblem(
          "the registry " + address + " is not supported",
          FailureContext.hint(
              "name a folder, or remove the key to use the registry of the backend"),
          null);
    }
    return Path.of(address);
  }
}
