package dev.retrain.cli;

import dev.retrain.api.registry.ModelRegistry;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.Deployer;
import dev.retrain.api.rollout.TrafficSplit;
import java.util.Optional;
import java.util.Set;

/** Moves traffic and aliases at the end of a rollout, as the loop does; may be done twice. */
record LiveVersions(Deployer deployer, ModelRegistry registry, String model) {

  /** Gives a version all traffic and keeps the one before ready for the way back. */
  void promote(String version, Optional<String> champion) {
    deployer.route(TrafficSplit.all(version));
    if (!alias(ModelRegistry.CHAMPION).equals(Optional.of(version))) {
      point(ModelRegistry.PREVIOUS, champion);
      point(ModelRegistry.CHAMPION, Optional.of(version));
    }
    Set<String> kept = champion.map(old -> Set.of(version, old)).orElse(Set.of(version));
    deployer.health().keySet().stream()
        .filter(other -> !kept.contains(other))
        .sorted()
        .forEach(deployer::retire);
  }

  /** Gives the champion all traffic again and frees the version sent back. */
  void restore(String version, String champion) {
    deployer.route(TrafficSplit.all(champion));
    if (alias(ModelRegistry.CHALLENGER).equals(Optional.of(version))) {
      point(ModelRegistry.CHALLENGER, Optional.empty());
    }
    deployer.retire(version);
  }

  private Optional<String> alias(String alias) {
    return registry.byAlias(model, alias).map(ModelVersion::version);
  }

  private void point(String alias, Optional<String> version) {
    Optional<String> now = alias(alias);
    if (!now.equals(version)) {
      registry.moveAlias(model, alias, now, version);
    }
  }
}
