package dev.retrain.runtime.trigger;

import dev.retrain.api.retraining.Trigger;
import java.util.EnumSet;
import java.util.Set;

/** What the built-in triggers read, so that a source that is missing is reported early. */
public enum TriggerSources {
  /** Metrics of the live model. */
  METRICS,
  /** Data windows. */
  DATA,
  /** Flags of the application. */
  FLAGS;

  /** Returns what a trigger and its parts read; nothing for triggers of the application. */
  public static Set<TriggerSources> of(Trigger trigger) {
    Set<TriggerSources> sources = EnumSet.noneOf(TriggerSources.class);
    collect(trigger, sources);
    return sources;
  }

  private static void collect(Trigger trigger, Set<TriggerSources> sources) {
    if (trigger instanceof MetricTrigger || trigger instanceof BaselineTrigger) {
      sources.add(METRICS);
    } else if (trigger instanceof FlagTrigger) {
      sources.add(FLAGS);
    } else if (trigger instanceof DriftTrigger || trigger instanceof ModeSwitch) {
      sources.add(DATA);
    } else if (trigger instanceof ConservativeTrigger conservative) {
      collect(conservative.parts(), sources);
    } else if (trigger instanceof CombinedTrigger combined) {
      combined.of().forEach(part -> collect(part, sources));
      combined.unless().forEach(part -> collect(part, sources));
    }
  }
}
