package dev.retrain.steps;

import dev.retrain.steps.folder.FolderRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Where a model that passed its gate becomes a version. */
interface Registrar {

  /**
   * Registers a model once per run: called again for the same run it returns the version that is
   * there and changes nothing.
   *
   * @return the version
   * @throws dev.retrain.api.error.RetrainException if the registry cannot be reached or refuses
   */
  String register(RegistrationRequest registration);

  /**
   * Returns the registry of a name.
   *
   * @param invocation the command line, which sets where a relative folder starts
   * @param registry a folder, a {@code file:} URI, or an Azure ML workspace as {@code
   *     azureml://subscriptions/S/resourcegroups/G/workspaces/W}
   * @param environment the variables of this process, which hold how to sign in
   * @throws StepProblem if there is no way to register there
   */
  static Registrar named(
      Invocation invocation, String registry, Clock clock, Map<String, String> environment) {
    if (registry.startsWith("azureml:")) {
      return AzureRegistrar.of(registry, environment);
    }
    if (registry.startsWith("file:")) {
      return inFolder(Path.of(URI.create(registry)), clock);
    }
    if (registry.contains("://")) {
      throw StepProblem.usage(
          "--registry takes a folder, a file: URI or azureml://subscriptions/.../workspaces/..., not '"
              + registry
              + "'; another registry needs a component of its own");
    }
    return inFolder(invocation.path(registry), clock);
  }

  private static Registrar inFolder(Path root, Clock clock) {
    return wanted -> {
      FolderRegistry registry = new FolderRegistry(root, clock);
      var version = registry.register(wanted.model(), wanted.run(), wanted.place(), wanted.tags());
      return version.version();
    };
  }
}
