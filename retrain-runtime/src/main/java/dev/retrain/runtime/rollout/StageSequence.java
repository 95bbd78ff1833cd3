package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.rollout.RollbackWindow;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.api.rollout.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way a rollout takes to its target.
 *
 * @param stages before promotion
 * @param batches whether the target scores batches: no traffic can be split, both versions score
 *     one batch before the promotion, and the next one is watched after it
 * @param armed what ends the watch after promotion; empty where there is none
 */
record StageSequence(List<Stage> stages, boolean batches, Optional<RollbackWindow> armed) {

  /** The next batch, and its labels where a rule needs them, should come within a month. */
  private static final RollbackWindow NEXT_BATCH = new RollbackWindow(Duration.ofDays(30), 1);

  static StageSequence of(Rollout rollout, Target target) {
    if (!(target instanceof Target.RegistryAlias)) {
      return new StageSequence(Stage.of(rollout), false, rollout.rollbackWindow());
    }
    List<Stage> stages =
        rollout.strategy() instanceof Strategy.AllAtOnce
            ? List.of()
            : List.of(new Stage(Percent.ALL, Duration.ZERO, true));
    return new StageSequence(
        stages, true, rollout.rollbackWindow().or(() -> Optional.of(NEXT_BATCH)));
  }

  /** The stages of a rollout over live traffic. */
  static StageSequence of(Rollout rollout) {
    return of(rollout, Target.endpoint("any"));
  }

  /** How many stages have the rules that need no labels: after promotion only where batches are. */
  int ruled() {
    return stages.size() + (batches ? 1 : 0);
  }

  boolean alone(int index) {
    return after(index) || stages.get(index).alone();
  }

  /** The share of live requests copied to the challenger at a stage. */
  Percent mirrored(int index) {
    return !batches && !after(index) && stages.get(index).mirrored()
        ? stages.get(index).share()
        : Percent.NONE;
  }

  /** Whether the challenger has been promoted. */
  boolean after(int index) {
    return index == stages.size();
  }
}
