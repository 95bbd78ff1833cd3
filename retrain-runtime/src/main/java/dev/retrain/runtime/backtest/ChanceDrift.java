package dev.retrain.runtime.backtest;

import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.runtime.trigger.CombinedTrigger;
import dev.retrain.runtime.trigger.ConservativeTrigger;
import dev.retrain.runtime.trigger.DriftTrigger;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Stands in for a drift trigger where nothing drifts: it fires in a window with the probability of
 * a false alarm, and until the next window. Triggers of one seed look at the same data: in a window
 * where one fires those that do so more often fire too. That windows smoothed together fire
 * together is left out.
 *
 * @param perWindow probability of a false alarm
 * @param every between two windows
 * @param seed far from those of other data
 */
record ChanceDrift(double perWindow, Duration every, long seed) implements Trigger {

  /** Returns a trigger with its drift triggers, however deep they are, replaced. */
  static Trigger in(Trigger trigger, WindowRows rows, long seed) {
    if (trigger instanceof DriftTrigger drift) {
      return new ChanceDrift(rows.perWindow(drift), rows.every(), seed);
    } else if (trigger instanceof ConservativeTrigger preset) {
      return in(preset.parts(), rows, seed);
    } else if (trigger instanceof CombinedTrigger all) {
      return new CombinedTrigger(
          in(all.of(), rows, seed), all.atLeast(), in(all.unless(), rows, seed));
    }
    return trigger;
  }

  private static List<Trigger> in(List<Trigger> triggers, WindowRows rows, long seed) {
    return triggers.stream().map(each -> in(each, rows, seed)).toList();
  }

  @Override
  public String describe() {
    return "drift by chance";
  }

  @Override
  public Signal check(TriggerContext context) {
    long window = Math.floorDiv(context.now().toEpochMilli(), every.toMillis());
    return new SplittableRandom(seed + window).nextDouble() < perWindow
        ? Signal.fire("window " + window, "by chance")
        : Signal.quiet("nothing drifts");
  }
}
