package dev.retrain.runtime;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.phase.Effect;
import dev.retrain.runtime.phase.PlannedRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import java.util.List;
import java.util.Optional;

/** Performs what was decided. Every effect is idempotent: an interrupted one is repeated. */
final class EffectExecutor implements Effect.Visitor {

  private final Collaborators collaborators;
  private final Retraining retraining;

  EffectExecutor(Collaborators collaborators, Retraining retraining) {
    this.collaborators = collaborators;
    this.retraining = retraining;
  }

  void perform(Effect effect) {
    effect.accept(this);
  }

  @Override
  public void submit(Effect.Submit effect) {
    collaborators.backend().submit(submission(effect.run()));
  }

  @Override
  public void cancel(Effect.Cancel effect) {
    collaborators.backend().cancel(effect.run());
  }

  @Override
  public void prepare(Effect.Prepare effect) {
    deployer().prepare(approved(effect.version()));
  }

  @Override
  public void route(Effect.Route effect) {
    deployer().route(effect.split());
  }

  private Deployer deployer() {
    return collaborators.deployer(retraining).orElseThrow();
  }

  private ApprovedModel approved(String version) {
    return ApprovedModel.from(collaborators.version(retraining, version));
  }

  private Submission submission(PlannedRun run) {
    return Submission.of(
            retraining.pipeline(),
            run.key(),
            run.inputs().parameters(),
            run.mode(),
            run.inputs().dataVersion(),
            run.reason())
        .withChampion(
            run.inputs().champion().map(version -> collaborators.version(retraining, version)))
        .withTags(run.inputs().tags());
  }

  @Override
  public void promote(Effect.Promote promote) {
    String version = promote.version();
    collaborators.deployer(retraining).ifPresent(target -> target.route(TrafficSplit.all(version)));
    Optional<String> live = collaborators.alias(retraining, ModelRegistry.CHAMPION);
    if (live.equals(promote.champion()) && !live.equals(Optional.of(version))) {
      point(ModelRegistry.PREVIOUS, live);
      collaborators
          .registry()
          .moveAlias(retraining.model(), ModelRegistry.CHAMPION, live, Optional.of(version));
    }
    collaborators.deployer(retraining).ifPresent(target -> retireOthers(target, promote));
  }

  /** Keeps the new version and the one before, for the way back. */
  private static void retireOthers(Deployer target, Effect.Promote promote) {
    List<String> kept =
        promote
            .champion()
            .map(old -> List.of(promote.version(), old))
            .orElse(List.of(promote.version()));
    target.health().keySet().stream()
        .filter(version -> !kept.contains(version))
        .sorted()
        .forEach(target::retire);
  }

  @Override
  public void restore(Effect.Restore restore) {
    Optional<Deployer> deployer = collaborators.deployer(retraining);
    if (restore.champion().isPresent() && deployer.isPresent()) {
      String champion = restore.champion().get();
      if (!deployer.get().health().containsKey(champion)) {
        deployer.get().prepare(approved(champion));
      }
      deployer.get().route(TrafficSplit.all(champion));
    }
    Optional<String> bad = Optional.of(restore.version());
    boolean wasLive = collaborators.alias(retraining, ModelRegistry.CHAMPION).equals(bad);
    if (wasLive) {
      collaborators
          .registry()
          .moveAlias(retraining.model(), ModelRegistry.CHAMPION, bad, restore.champion());
      point(ModelRegistry.PREVIOUS, Optional.empty());
    }
    if (!wasLive && collaborators.alias(retraining, ModelRegistry.CHALLENGER).equals(bad)) {
      point(ModelRegistry.CHALLENGER, Optional.empty());
    }
    if (restore.champion().isPresent()) {
      deployer.ifPresent(target -> target.retire(restore.version()));
    }
  }

  private void point(String alias, Optional<String> version) {
    Optional<String> now = collaborators.alias(retraining, alias);
    if (!now.equals(version)) {
      collaborators.registry().moveAlias(retraining.model(), alias, now, version);
    }
  }
}
