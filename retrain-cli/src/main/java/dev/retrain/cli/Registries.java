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
   * Where versions and aliases are kept.
   *
   * @param address a folder or a {@code file:} URI; the backend's own registry where it is empty
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
          "asked for the registry " + address + ", which this version has no client for",
          FailureContext.hint("name a folder, or leave the key out for the backend's own registry"),
          null);
    }
    return Path.of(address);
  }
}
