package dev.retrain.runtime;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.phase.Effect;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.PlannedRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Performs what was decided. Every effect is idempotent: an interrupted one is repeated. */
final class EffectExecutor implements Effect.Visitor {

  private final Collaborators collaborators;
  private final LoopPolicy retraining;

  private final Target target;
  private @Nullable RetrainException unclean;

  private EffectExecutor(Collaborators collaborators, LoopPolicy retraining, Target target) {
    this.collaborators = collaborators;
    this.retraining = retraining;
    this.target = target;
  }

  /**
   * Performs an effect.
   *
   * @param target that the phase acts on
   * @return why what it leaves over could not be cleaned up; empty when it was
   */
  static Optional<RetrainException> perform(
      Effect effect, Target target, Collaborators collaborators, LoopPolicy retraining) {
    EffectExecutor executor = new EffectExecutor(collaborators, retraining, target);
    effect.accept(executor);
    return Optional.ofNullable(executor.unclean);
  }

  /** Retires what a promotion left over, if its version is still the champion. */
  static Optional<RetrainException> cleanUp(
      Effect.Promote promote, Target target, Collaborators collaborators, LoopPolicy retraining) {
    EffectExecutor executor = new EffectExecutor(collaborators, retraining, target);
    executor.cleanUp(
        () -> {
          if (executor.isLive(promote.version())) {
            collaborators
                .deployer(target)
                .ifPresent(serving -> executor.retireOthers(serving, promote));
          }
        });
    return Optional.ofNullable(executor.unclean);
  }

  /** A clean-up that fails undoes nothing: what it was for is done already. */
  private void cleanUp(Runnable work) {
    try {
      work.run();
    } catch (RetrainException e) {
      unclean = e;
    }
  }

  private boolean isLive(String version) {
    return collaborators.alias(retraining, ModelRegistry.CHAMPION).equals(Optional.of(version));
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
  public void resume(Effect.Resume effect) {
    collaborators.backend().resume(effect.run(), effect.request());
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
    return collaborators.deployer(target).orElseThrow();
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
        .withChampion(run.inputs().champion().flatMap(this::lookedUp))
        .withTags(run.inputs().tags());
  }

  /** What cannot be looked at is not refused: the submission is tried again. */
  private Optional<ModelVersion> lookedUp(String version) {
    try {
      return collaborators.registry().version(retraining.model(), version);
    } catch (PermanentFailure e) {
      throw new TransientFailure(String.valueOf(e.getMessage()), FailureContext.none(), e);
    }
  }

  @Override
  public void promote(Effect.Promote promote) {
    String version = promote.version();
    Optional<String> live = collaborators.alias(retraining, ModelRegistry.CHAMPION);
    if (!live.equals(promote.champion()) && !live.equals(Optional.of(version))) {
      return; // moved by hand since it was looked at: no traffic follows, the phase decides
    }
    collaborators.deployer(target).ifPresent(deployer -> giveAllTo(version, deployer));
    if (live.equals(promote.champion()) && !live.equals(Optional.of(version))) {
      point(ModelRegistry.PREVIOUS, live.filter(old -> collaborators.knows(retraining, old)));
      collaborators
          .registry()
          .moveAlias(retraining.model(), ModelRegistry.CHAMPION, live, Optional.of(version));
    }
    cleanUp(
        () -> collaborators.deployer(target).ifPresent(serving -> retireOthers(serving, promote)));
  }

  /** Keeps the new version and the one before, for the way back. */
  private void retireOthers(Deployer deployer, Effect.Promote promote) {
    List<String> kept =
        promote
            .champion()
            .map(old -> List.of(promote.version(), old))
            .orElse(List.of(promote.version()));
    deployer.health().keySet().stream()
        .filter(version -> !kept.contains(version))
        .sorted()
        .forEach(version -> cleanUp(() -> deployer.retire(version)));
  }

  @Override
  public void restore(Effect.Restore restore) {
    Optional<Deployer> deployer = collaborators.deployer(target);
    if (restore.champion().isPresent() && deployer.isPresent()) {
      String champion = restore.champion().get();
      if (!deployer.get().health().containsKey(champion)) {
        deployer.get().prepare(approved(champion));
      }
      giveAllTo(champion, deployer.get());
    }
    Optional<String> bad = Optional.of(restore.version());
    boolean wasLive = collaborators.alias(retraining, ModelRegistry.CHAMPION).equals(bad);
    if (wasLive) {
      collaborators
          .registry()
          .moveAlias(retraining.model(), ModelRegistry.CHAMPION, bad, restore.champion());
    }
    cleanUp(() -> removeAliases(restore, wasLive));
    cleanUp(
        () ->
            restore
                .champion()
                .ifPresent(
                    champion ->
                        deployer
                            .filter(serving -> isAllAt(champion, serving))
                            .ifPresent(serving -> serving.retire(restore.version()))));
  }

  private void removeAliases(Effect.Restore restore, boolean wasLive) {
    Optional<String> bad = Optional.of(restore.version());
    if (wasLive || isItsOwnPredecessor(restore.champion())) {
      point(ModelRegistry.PREVIOUS, Optional.empty());
    }
    if (!wasLive && collaborators.alias(retraining, ModelRegistry.CHALLENGER).equals(bad)) {
      point(ModelRegistry.CHALLENGER, Optional.empty());
    }
  }

  /** As after a restore that ended before it removed the alias. */
  private boolean isItsOwnPredecessor(Optional<String> champion) {
    return champion.isPresent()
        && collaborators.alias(retraining, ModelRegistry.PREVIOUS).equals(champion);
  }

  /** Routes unless the target is already changing to that, which some targets cannot replace. */
  private static void giveAllTo(String version, Deployer deployer) {
    TrafficSplit all = TrafficSplit.all(version);
    boolean underWay =
        deployer.traffic().orElse(null) instanceof Traffic.Updating updating
            && deployer.resolution().same(updating.to(), all);
    if (!underWay) {
      deployer.route(all);
    }
  }

  /** Whether requests no longer reach other versions: only then is one of them retired. */
  private static boolean isAllAt(String version, Deployer deployer) {
    return deployer.traffic().orElse(null) instanceof Traffic.Settled settled
        && deployer.resolution().same(settled.split(), TrafficSplit.all(version));
  }

  private void point(String alias, Optional<String> version) {
    Optional<String> now = collaborators.alias(retraining, alias);
    if (!now.equals(version)) {
      collaborators.registry().moveAlias(retraining.model(), alias, now, version);
    }
  }
}
