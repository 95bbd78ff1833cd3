package dev.retrain.runtime.trigger;

import dev.retrain.api.error.Problem;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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

  static List<Problem> metricsWarnings(Retraining policy, Trigger trigger) {
    return policy.metrics() == MetricSource.NONE
        ? List.of(METRICS.missing(policy, trigger, "Name where they are with metrics"))
        : List.of();
  }

  static List<Problem> dataWarnings(Retraining policy, Trigger trigger) {
    return policy.data() == DataWindows.NONE
        ? List.of(DATA.missing(policy, trigger, "Name where it is with data"))
        : List.of();
  }

  /** Returns the warning that a trigger reads this source, and nothing provides it. */
  public Problem missing(Retraining policy, Trigger trigger, String fix) {
    String source = name().toLowerCase(Locale.ROOT);
    return Problem.warning(
        "no-" + source,
        "when",
        policy.toString(),
        "the trigger '"
            + trigger.describe()
            + "' reads "
            + source
            + ", and nothing provides any, so that it never fires",
        fix);
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
