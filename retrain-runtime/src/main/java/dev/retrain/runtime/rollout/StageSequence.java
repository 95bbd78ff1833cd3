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
 * Lists the stages of a rollout to its target.
 *
 * @param stages stages before promotion
 * @param batches whether the target scores batches: no traffic can be split, both versions score
 *     one batch before the promotion, and the next batch is observed after it
 * @param rollbackWindow window after promotion in which rules still roll back; empty if there is
 *     none
 */
record StageSequence(List<Stage> stages, boolean batches, Optional<RollbackWindow> rollbackWindow) {

  /** The next batch, and its labels if a rule requires them, should arrive within a month. */
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

  /** Returns the stages of a rollout over live traffic. */
  static StageSequence of(Rollout rollout) {
    return of(rollout, Target.endpoint("any"));
  }

  /**
   * Returns the number of stages with rules that require no labels: batches have one after
   * promotion.
   */
  int ruled() {
    return stages.size() + (batches ? 1 : 0);
  }

  boolean alone(int index) {
    return after(index) || stages.get(index).alone();
  }

  /** Returns the share of live requests mirrored to the challenger at a stage. */
  Percent mirrored(int index) {
    return !batches && !after(index) && stages.get(index).mirrored()
        ? stages.get(index).share()
        : Percent.NONE;
  }

  /** Returns whether the challenger has been promoted. */
  boolean after(int index) {
    return index == stages.size();
  }
}
