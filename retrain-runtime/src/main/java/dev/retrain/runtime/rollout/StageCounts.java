package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.sequential.EventCount;
import dev.retrain.spi.deploy.VersionHealth;

/**
 * Counts what a version answered in a rollout, as sums of what was counted between looks, so that a
 * restart that resets the target's counters loses nothing already observed.
 *
 * @param history counters at the start of the stage
 * @param last counters at the last look that had any
 * @param failed failed requests since the start of the stage, warm-up included
 * @param stage counts of the stage
 * @param rollout counts of all stages
 * @param counting false until the warm-up is over
 */
public record StageCounts(
    VersionHealth history,
    VersionHealth last,
    EventCount failed,
    VersionHealth stage,
    VersionHealth rollout,
    boolean counting) {

  private static final Shape<StageCounts> SHAPE = makeShape();

  /** Checks that nothing is missing. */
  public StageCounts {
    requireNonNull(history);
    requireNonNull(last);
    requireNonNull(failed);
    requireNonNull(stage);
    requireNonNull(rollout);
  }

  /** Returns the counts at the start of the first stage, given the counters. */
  static StageCounts from(VersionHealth now) {
    return new StageCounts(
        now, now, EventCount.ZERO, HealthWindow.NOTHING, HealthWindow.NOTHING, false);
  }

  /** Returns the counts at the start of a further stage, given the counters. */
  StageCounts nextStage(VersionHealth now) {
    VersionHealth before =
        now.interval().isPresent() ? HealthWindow.sum(history, plus(now).rollout()) : now;
    return new StageCounts(before, now, EventCount.ZERO, HealthWindow.NOTHING, rollout, false);
  }

  /** Returns the same counts, counting from the last look on. */
  StageCounts warm() {
    return new StageCounts(history, last, failed, stage, rollout, true);
  }

  /** Returns the same counts with everything counted so far as history. */
  StageCounts asHistory() {
    return new StageCounts(last, last, failed, stage, rollout, counting);
  }

  /** Returns the counts after a look; an interval that was counted in part is left out. */
  StageCounts plus(VersionHealth now) {
    if (HealthWindow.overlaps(last, now)) {
      return this;
    }
    VersionHealth more = HealthWindow.between(last, now);
    return new StageCounts(
        history,
        now,
        new EventCount(failed.events() + more.errors(), failed.total() + more.requests()),
        counting ? HealthWindow.sum(stage, more) : stage,
        counting ? HealthWindow.sum(rollout, more) : rollout,
        counting);
  }

  static Shape<StageCounts> shape() {
    return SHAPE;
  }

  private static Shape<StageCounts> makeShape() {
    ObjectShape.Builder<StageCounts> all = ObjectShape.named("Tally");
    var history =
        all.required("history", VersionHealth.shape(), StageCounts::history, "at its begin");
    var last = all.required("last", VersionHealth.shape(), StageCounts::last, "look");
    var failed = all.required("failed", TestShapes.COUNT, StageCounts::failed, "since its begin");
    var stage = all.required("stage", VersionHealth.shape(), StageCounts::stage, "counted in it");
    var rollout =
        all.required("rollout", VersionHealth.shape(), StageCounts::rollout, "in all stages");
    var counting = all.required("counting", Shapes.bool(), StageCounts::counting, "warm-up over");
    return all.build(
        f ->
            new StageCounts(
                f.get(history),
                f.get(last),
                f.get(failed),
                f.get(stage),
                f.get(rollout),
                f.get(counting)));
  }
}
