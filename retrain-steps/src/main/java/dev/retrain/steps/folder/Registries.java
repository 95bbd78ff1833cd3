package dev.retrain.steps.folder;

import dev.retrain.api.provider.Providers;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.registry.RegistryContext;
import dev.retrain.spi.registry.RegistryProvider;
import java.net.URI;
import java.nio.file.Path;

/**
 * Opens the model registry at an address, alike for the loop, the command line and the steps: the
 * one of a {@link RegistryProvider}, a local folder, or a folder of an artifact store.
 */
public final class Registries {

  private Registries() {}

  /**
   * Opens a registry.
   *
   * @param address a path, or a URI such as {@code s3://bucket/registry}
   * @throws dev.retrain.api.error.ConfigurationProblem if no module opens the address
   */
  public static ModelRegistry open(String address, RegistryContext context) {
    URI uri = ArtifactFiles.address(address);
    for (RegistryProvider provider : Providers.of(RegistryProvider.class).found()) {
      if (provider.opens(uri)) {
        return provider.open(uri, context);
      }
    }
    return ArtifactFiles.isLocal(uri)
        ? new FolderRegistry(Path.of(uri), context.clock())
        : new StoreRegistry(context.stores().at(uri), uri, context.clock());
  }
}
