package dev.retrain.runtime;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricSource;
import dev.retrain.runtime.call.Calls;
import dev.retrain.runtime.call.Service;
import dev.retrain.runtime.call.Services;
import dev.retrain.runtime.phase.Challenger;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.Observation;
import dev.retrain.runtime.provenance.Commit;
import dev.retrain.runtime.trigger.TriggerEvaluation;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services of one retraining as its loop calls them: every call goes through {@link Calls}.
 * Used by one thread at a time.
 */
final class Collaborators {

  private final Connections shared;
  private final LoopPolicy retraining;
  private final Calls calls;
  private final Service backendService;
  private final Service registryService;
  private final Map<Target, Deployer> deployers = new HashMap<>();
  private final Backend backend;
  private final ModelRegistry registry;
  private final StateStore store;
  private final MetricSource metrics;
  private final DataWindows data;
  private final Set<Service> sources = new HashSet<>();

  Collaborators(Connections shared, LoopPolicy retraining) {
    this.shared = shared;
    this.retraining = retraining;
    Services services = shared.services();
    this.calls = new Calls(services, shared.nanos());
    this.backendService = services.of(shared.backendName(), shared.backend());
    this.registryService = services.of("model registry", shared.registry());
    this.backend = calls.around(Backend.class, shared.backend(), backendService);
    this.registry = calls.around(ModelRegistry.class, shared.registry(), registryService);
    this.store =
        calls.around(
            StateStore.class, shared.store(), services.shared("state store", shared.store()));
    this.metrics = source(MetricSource.class, retraining.metrics(), MetricSource.NONE, "metrics");
    this.data = source(DataWindows.class, retraining.data(), DataWindows.NONE, "data windows");
  }

  /** Without a source there is nothing to call. */
  private <T> T source(Class<T> type, T real, T none, String what) {
    if (real == none) {
      return real;
    }
    Service service = shared.services().of(what + " of " + retraining.name(), real);
    sources.add(service);
    return calls.around(type, real, service);
  }

  Calls calls() {
    return calls;
  }

  Backend backend() {
    return backend;
  }

  ModelRegistry registry() {
    return registry;
  }

  StateStore store() {
    return store;
  }

  MetricSource metrics() {
    return metrics;
  }

  DataWindows data() {
    return data;
  }

  RunParameters parameters() {
    return shared.parameters();
  }

  Optional<Commit> commit() {
    return shared.commit();
  }

  Service backendService() {
    return backendService;
  }

  Service registryService() {
    return registryService;
  }

  /** Returns the services of metrics and data. */
  Set<Service> sources() {
    return sources;
  }

  /** Returns the services that show and change what a target serves. */
  Set<Service> serving(Target target) {
    Set<Service> all = new HashSet<>();
    all.add(registryService);
    shared.deployers().made(target).ifPresent(deployer -> all.add(service(target, deployer)));
    if (!shared.deployers().isKnown(target)) {
      all.add(backendService);
    }
    return all;
  }

  private Service service(Target target, Deployer deployer) {
    return shared.services().of("deployer of " + target, deployer);
  }

  Optional<Deployer> deployer(Target target) {
    Deployer known = deployers.get(target);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Deployer> made =
        shared
            .deployers()
            .of(target, backend)
            .map(real -> calls.around(Deployer.class, real, service(target, real)));
    made.ifPresent(deployer -> deployers.put(target, deployer));
    return made;
  }

  Optional<String> alias(LoopPolicy retraining, String alias) {
    return registry.aliasTarget(retraining.model(), alias);
  }

  Observation.Aliases aliases(LoopPolicy retraining) {
    return new Observation.Aliases(
        alias(retraining, ModelRegistry.CHAMPION),
        alias(retraining, ModelRegistry.PREVIOUS),
        registry
            .byAlias(retraining.model(), ModelRegistry.CHALLENGER)
            .flatMap(Collaborators::challenger));
  }

  private static Optional<Challenger> challenger(ModelVersion version) {
    return Optional.ofNullable(version.tags().get(ModelVersion.RUN_TAG))
        .map(run -> new Challenger(new RunKey(run), version.version()));
  }

  boolean knows(LoopPolicy retraining, String version) {
    return registry.version(retraining.model(), version).isPresent();
  }

  /** Returns the aliases, with those of them that point to a version that cannot be live again. */
  Observation.Aliases checkedAliases(LoopPolicy retraining) {
    Observation.Aliases aliases = aliases(retraining);
    Set<String> lost =
        aliases.previous().filter(version -> isLost(retraining, version)).stream()
            .collect(Collectors.toSet());
    return aliases.withLost(lost);
  }

  /** A deployer shows whether a version can be loaded; without one only its files do. */
  private boolean isLost(LoopPolicy retraining, String version) {
    Optional<ModelVersion> known = registry.version(retraining.model(), version);
    return known.isEmpty()
        || (deployer(retraining.target()).isEmpty()
            && known.filter(Collaborators::hasFiles).isEmpty());
  }

  private static boolean hasFiles(ModelVersion version) {
    return !"file".equals(version.artifact().getScheme())
        || Files.exists(Path.of(version.artifact()));
  }

  TriggerEvaluation.Outside outside(LoopPolicy retraining) {
    return new TriggerEvaluation.Outside() {
      @Override
      public Optional<ModelVersion> champion() {
        return registry.byAlias(retraining.model(), ModelRegistry.CHAMPION);
      }

      @Override
      public FlagSource flags() {
        return shared.flags();
      }

      @Override
      public MetricSource metrics(LoopPolicy of) {
        return metrics;
      }

      @Override
      public DataWindows data(LoopPolicy of) {
        return data;
      }
    };
  }

  ModelVersion version(LoopPolicy retraining, String version) {
    return registry
        .version(retraining.model(), version)
        .orElseThrow(
            () ->
                new PermanentFailure(
                    "asked the registry for "
                        + retraining.model()
                        + "@"
                        + version
                        + ", there is no such version"));
  }
}
