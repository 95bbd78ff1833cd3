package dev.retrain.steps;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.registry.RegistryContext;
import dev.retrain.spi.state.Leases;
import dev.retrain.steps.folder.Registries;
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
   * @param registry a folder, an address such as {@code s3://bucket/registry}, or an Azure ML
   *     workspace as {@code azureml://subscriptions/S/resourcegroups/G/workspaces/W}
   * @param environment the variables of this process, which hold how to sign in
   * @throws StepProblem if there is no way to register there
   */
  static Registrar named(
      Invocation invocation, String registry, Clock clock, Map<String, String> environment) {
    if (registry.startsWith("azureml:")) {
      return AzureRegistrar.of(registry, environment);
    }
    String address =
        ArtifactFiles.isAddress(registry) ? registry : invocation.path(registry).toString();
    return in(address, clock);
  }

  private static Registrar in(String address, Clock clock) {
    return wanted -> {
      RegistryContext context =
          new RegistryContext(clock, Leases.inProcess(clock), ArtifactFiles.getDefault().stores());
      try (ModelRegistry registry = Registries.open(address, context)) {
        ModelVersion version =
            registry.register(wanted.model(), wanted.run(), wanted.place(), wanted.tags());
        return version.version();
      }
    };
  }
}
