package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The preconditions of a manual rollout. */
record CanaryStart(
    String endpoint, ModelVersion version, ModelRegistry registry, List<Retraining> policies) {

  private static final Set<String> BUSY = Set.of("rolling-out", "rolling-back");

  /** Returns the live version and moves the champion alias to it. */
  Optional<String> champion(Deployer deployer, StateStore store) {
    policies.stream()
        .filter(policy -> policy.target().equals(Target.endpoint(endpoint)))
        .forEach(policy -> refuseBusy(policy, store));
    Optional<String> champion = Endpoint.champion(deployer.split(), version.version());
    if (champion.isEmpty() && deployer.split().isPresent()) {
      throw new ConfigurationProblem(
          version + " already has all traffic of " + endpoint,
          FailureContext.hint("choose another version to roll out"),
          null);
    }
    champion.ifPresent(this::refuseUnknown);
    Optional<String> alias =
        registry.byAlias(version.model(), ModelRegistry.CHAMPION).map(ModelVersion::version);
    if (!alias.equals(champion)) {
      registry.moveAlias(version.model(), ModelRegistry.CHAMPION, alias, champion);
    }
    return champion;
  }

  private void refuseBusy(Retraining policy, StateStore store) {
    String phase =
        store
            .load("retraining/" + policy.name())
            .map(kept -> LoopState.parse(kept.body(), policy.name()).phase().word())
            .orElse("idle");
    if (BUSY.contains(phase)) {
      throw new ConfigurationProblem(
          "cannot roll out " + version + ": " + policy + " is " + phase + " on " + endpoint,
          FailureContext.hint("wait for its end; retrain status shows it"),
          null);
    }
  }

  /** Requires a registered champion, to which a rollback can return. */
  private void refuseUnknown(String champion) {
    if (registry.version(version.model(), champion).isEmpty()) {
      throw new ConfigurationProblem(
          "cannot roll out "
              + version
              + ": the live version "
              + champion
              + " is not registered, so a rollback has no target",
          FailureContext.hint("register the live version first"),
          null);
    }
  }
}
