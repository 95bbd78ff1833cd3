package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.runtime.sequential.Count;

/**
 * What a version answered in a rollout: sums of what came between looks, so that counters which a
 * restart resets lose nothing that was seen.
 *
 * @param history the counters when the stage began
 * @param last the counters at the last look that had any
 * @param failed failed requests since the stage began, warm-up included
 * @param stage counted in the stage
 * @param rollout counted in all stages
 * @param counting false until the warm-up is over
 */
public record Tally(
    VersionHealth history,
    VersionHealth last,
    Count failed,
    VersionHealth stage,
    VersionHealth rollout,
    boolean counting) {

  private static final Shape<Tally> SHAPE = makeShape();

  /** Checks that nothing is missing. */
  public Tally {
    requireNonNull(history);
    requireNonNull(last);
    requireNonNull(failed);
    requireNonNull(stage);
    requireNonNull(rollout);
  }

  /** At the begin of the first stage, given the counters. */
  static Tally from(VersionHealth now) {
    return new Tally(now, now, Count.ZERO, HealthWindow.NOTHING, HealthWindow.NOTHING, false);
  }

  /** At the begin of a further stage, given the counters. */
  Tally nextStage(VersionHealth now) {
    return new Tally(now, now, Count.ZERO, HealthWindow.NOTHING, rollout, false);
  }

  /** The same, counting from the last look on. */
  Tally warm() {
    return new Tally(history, last, failed, stage, rollout, true);
  }

  /** The same, held against all that the version has shown so far. */
  Tally asHistory() {
    return new Tally(last, last, failed, stage, rollout, counting);
  }

  /** After a look. */
  Tally plus(VersionHealth now) {
    VersionHealth more = HealthWindow.between(last, now);
    return new Tally(
        history,
        now,
        new Count(failed.events() + more.errors(), failed.total() + more.requests()),
        counting ? HealthWindow.sum(stage, more) : stage,
        counting ? HealthWindow.sum(rollout, more) : rollout,
        counting);
  }

  static Shape<Tally> shape() {
    return SHAPE;
  }

  private static Shape<Tally> makeShape() {
    ObjectShape.Builder<Tally> all = ObjectShape.named("Tally");
    var history = all.required("history", VersionHealth.shape(), Tally::history, "at its begin");
    var last = all.required("last", VersionHealth.shape(), Tally::last, "look");
    var failed = all.required("failed", TestShapes.COUNT, Tally::failed, "since its begin");
    var stage = all.required("stage", VersionHealth.shape(), Tally::stage, "counted in it");
    var rollout = all.required("rollout", VersionHealth.shape(), Tally::rollout, "in all stages");
    var counting = all.required("counting", Shapes.bool(), Tally::counting, "warm-up over");
    return all.build(
        f ->
            new Tally(
                f.get(history),
                f.get(last),
                f.get(failed),
                f.get(stage),
                f.get(rollout),
                f.get(counting)));
  }
}
