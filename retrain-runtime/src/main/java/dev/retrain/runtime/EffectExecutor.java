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

/** Does outside what was decided. Every effect may be done twice and is done once. */
final class EffectExecutor {

  private final Collaborators world;
  private final Retraining retraining;

  EffectExecutor(Collaborators world, Retraining retraining) {
    this.world = world;
    this.retraining = retraining;
  }

  void perform(Effect effect) {
    if (effect instanceof Effect.Submit submit) {
      world.backend().submit(submission(submit.run()));
    } else if (effect instanceof Effect.Cancel cancel) {
      world.backend().cancel(cancel.run());
    } else if (effect instanceof Effect.Prepare prepare) {
      deployer().prepare(approved(prepare.version()));
    } else if (effect instanceof Effect.Route route) {
      deployer().route(route.split());
    } else if (effect instanceof Effect.Promote promote) {
      promote(promote);
    } else if (effect instanceof Effect.Restore restore) {
      restore(restore);
    }
  }

  private Deployer deployer() {
    return world.deployer(retraining).orElseThrow();
  }

  private ApprovedModel approved(String version) {
    return ApprovedModel.from(world.version(retraining, version));
  }

  private Submission submission(PlannedRun run) {
    return Submission.of(
            retraining.pipeline(),
            run.key(),
            run.inputs().parameters(),
            run.mode(),
            run.inputs().dataVersion(),
            run.reason())
        .withChampion(run.inputs().champion().map(version -> world.version(retraining, version)))
        .withTags(run.inputs().tags());
  }

  private void promote(Effect.Promote promote) {
    String version = promote.version();
    world.deployer(retraining).ifPresent(target -> target.route(TrafficSplit.all(version)));
    Optional<String> live = world.alias(retraining, ModelRegistry.CHAMPION);
    if (live.equals(promote.champion()) && !live.equals(Optional.of(version))) {
      point(ModelRegistry.PREVIOUS, live);
      world
          .registry()
          .moveAlias(retraining.model(), ModelRegistry.CHAMPION, live, Optional.of(version));
    }
    world.deployer(retraining).ifPresent(target -> retireOthers(target, promote));
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

  private void restore(Effect.Restore restore) {
    Optional<Deployer> deployer = world.deployer(retraining);
    if (restore.champion().isPresent() && deployer.isPresent()) {
      String champion = restore.champion().get();
      if (!deployer.get().health().containsKey(champion)) {
        deployer.get().prepare(approved(champion));
      }
      deployer.get().route(TrafficSplit.all(champion));
    }
    Optional<String> bad = Optional.of(restore.version());
    boolean wasLive = world.alias(retraining, ModelRegistry.CHAMPION).equals(bad);
    if (wasLive) {
      world
          .registry()
          .moveAlias(retraining.model(), ModelRegistry.CHAMPION, bad, restore.champion());
      point(ModelRegistry.PREVIOUS, Optional.empty());
    }
    if (!wasLive && world.alias(retraining, ModelRegistry.CHALLENGER).equals(bad)) {
      point(ModelRegistry.CHALLENGER, Optional.empty());
    }
    if (restore.champion().isPresent()) {
      deployer.ifPresent(target -> target.retire(restore.version()));
    }
  }

  private void point(String alias, Optional<String> version) {
    Optional<String> now = world.alias(retraining, alias);
    if (!now.equals(version)) {
      world.registry().moveAlias(retraining.model(), alias, now, version);
    }
  }
}
