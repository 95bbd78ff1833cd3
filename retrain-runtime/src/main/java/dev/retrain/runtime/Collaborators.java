package dev.retrain.runtime;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.FlagSource;
import dev.retrain.runtime.phase.Challenger;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.Observation;
import dev.retrain.runtime.provenance.Commit;
import dev.retrain.runtime.trigger.TriggerEvaluation;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The outside as the loop calls it. */
record Collaborators(
    Backend backend,
    ModelRegistry registry,
    Map<Target, Deployer> deployers,
    FlagSource flags,
    RunParameters parameters,
    Optional<Commit> commit) {

  Optional<Deployer> deployer(Target target) {
    Deployer own = deployers.get(target);
    return own == null ? backend.deployer(target) : Optional.of(own);
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
        return flags;
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
