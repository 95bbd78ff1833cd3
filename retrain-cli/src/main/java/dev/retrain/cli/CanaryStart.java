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

/** What must be so before a rollout by hand begins. */
record CanaryStart(
    String endpoint, ModelVersion version, ModelRegistry registry, List<Retraining> policies) {

  private static final Set<String> BUSY = Set.of("rolling-out", "rolling-back");

  /** The version that is live, which the registry then calls so too. */
  Optional<String> champion(Deployer deployer, StateStore store) {
    policies.stream()
        .filter(policy -> policy.target().equals(Target.endpoint(endpoint)))
        .forEach(policy -> refuseBusy(policy, store));
    Optional<String> champion = Endpoint.champion(deployer.traffic(), version.version());
    if (champion.isEmpty() && deployer.traffic().isPresent()) {
      throw new ConfigurationProblem(
          "asked to roll out " + version + ", which has all traffic of " + endpoint,
          FailureContext.hint("there is nothing to do"),
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
          "asked to roll out " + version + ", but " + policy + " is " + phase + " there",
          FailureContext.hint("wait for its end, see retrain status"),
          null);
    }
  }

  /** A rollback must have somewhere to end. */
  private void refuseUnknown(String champion) {
    if (registry.version(version.model(), champion).isEmpty()) {
      throw new ConfigurationProblem(
          "asked to roll out "
              + version
              + " over version "
              + champion
              + ", which the registry does not know: there would be nothing to go back to",
          FailureContext.hint("register the live version"),
          null);
    }
  }
}
