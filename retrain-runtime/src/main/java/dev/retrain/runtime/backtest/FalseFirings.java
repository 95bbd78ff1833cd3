package dev.retrain.runtime.backtest;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.evidence.Rounded;
import dev.retrain.runtime.trigger.CombinedTrigger;
import dev.retrain.runtime.trigger.ConservativeTrigger;
import dev.retrain.runtime.trigger.CronTrigger;
import dev.retrain.runtime.trigger.DriftTrigger;
import dev.retrain.runtime.trigger.FlagTrigger;
import dev.retrain.runtime.trigger.ModeSwitch;
import dev.retrain.runtime.trigger.TriggerIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How often a policy fires although nothing happened, before any guard.
 *
 * @param triggers one by one, in the order of the definition
 * @param rows the estimates of drift triggers are for; empty when neither given nor recorded
 */
public record FalseFirings(List<Estimate> triggers, Optional<WindowRows> rows) {

  /**
   * One trigger's.
   *
   * @param trigger by its id and words
   * @param perQuarter how often by chance; empty when it cannot be said
   * @param basis what the number rests on, or why there is none
   */
  public record Estimate(String trigger, OptionalDouble perQuarter, String basis) {}

  /** Copies the list. */
  public FalseFirings {
    triggers = List.copyOf(triggers);
  }

  /**
   * Estimates those of a policy, on metrics as noisy as those recorded and on windows of so many
   * rows.
   */
  public static FalseFirings of(Retraining policy, History history, Optional<WindowRows> rows) {
    ChanceFirings chance = new ChanceFirings(history);
    List<Estimate> estimates = new ArrayList<>();
    List<String> ids = TriggerIds.of(policy.triggers());
    for (TriggerRule rule : policy.triggers()) {
      String name = ids.get(estimates.size()) + " " + rule.trigger().describe();
      estimates.add(estimate(name, rule.trigger(), chance, rows));
    }
    return new FalseFirings(estimates, rows);
  }

  private static Estimate estimate(
      String name, Trigger trigger, ChanceFirings chance, Optional<WindowRows> rows) {
    if (trigger instanceof CronTrigger) {
      return unknown(name, "fires by the clock, deserved or not");
    } else if (trigger instanceof FlagTrigger) {
      return unknown(name, "fires on request");
    } else if (trigger instanceof DriftTrigger drift) {
      return rows.map(
              known ->
                  new Estimate(name, OptionalDouble.of(known.perQuarter(drift)), "at " + known))
          .orElseGet(() -> unknown(name, "depends on the rows of a window, which are unknown"));
    } else if (has(ModeSwitch.class, trigger)) {
      return unknown(name, "switches by the strength of drift, for which there is no estimate");
    } else if (has(DriftTrigger.class, trigger)) {
      return rows.map(known -> combined(name, trigger, chance, known))
          .orElseGet(() -> unknown(name, "depends on the rows of a window, which are unknown"));
    }
    return new Estimate(
        name,
        OptionalDouble.of(chance.perQuarter(trigger)),
        "if its metrics only varied by chance around their medians as recorded");
  }

  private static Estimate combined(
      String name, Trigger trigger, ChanceFirings chance, WindowRows rows) {
    return new Estimate(
        name,
        OptionalDouble.of(chance.perQuarter(seed -> ChanceDrift.in(trigger, rows, seed))),
        "at "
            + rows
            + ", if its metrics only varied by chance around their medians as recorded; at most,"
            + " where drift has to be sure");
  }

  private static Estimate unknown(String name, String why) {
    return new Estimate(name, OptionalDouble.empty(), why);
  }

  private static boolean has(Class<? extends Trigger> kind, Trigger trigger) {
    if (trigger instanceof ConservativeTrigger preset) {
      return has(kind, preset.parts());
    }
    return kind.isInstance(trigger)
        || (trigger instanceof CombinedTrigger all
            && Stream.concat(all.of().stream(), all.unless().stream())
                .anyMatch(part -> has(kind, part)));
  }

  /** Returns the sum over the triggers whose rate is known. */
  public double perQuarter() {
    return triggers.stream().flatMapToDouble(estimate -> estimate.perQuarter().stream()).sum();
  }

  /** Returns whether the rate of any trigger is known. */
  public boolean known() {
    return triggers.stream().anyMatch(estimate -> estimate.perQuarter().isPresent());
  }

  /** Returns one sentence for people. */
  public String sentence() {
    String at = rows.map(known -> "at " + known + " ").orElse("at the recorded row counts ");
    return known()
        ? at + "this policy fires falsely about " + Rounded.of(perQuarter()) + " times a quarter"
        : "how often this policy fires falsely cannot be said";
  }

  /** Returns the document form. */
  public Node toNode() {
    List<Node> each = new ArrayList<>();
    for (Estimate estimate : triggers) {
      Facts facts = Facts.NONE.with("trigger", estimate.trigger()).with("basis", estimate.basis());
      each.add(
          (estimate.perQuarter().isPresent()
                  ? facts.with("perQuarter", estimate.perQuarter().getAsDouble())
                  : facts)
              .toNode());
    }
    Facts facts = Facts.NONE.with("triggers", Node.of(each)).with("sentence", sentence());
    return (known() ? facts.with("perQuarter", perQuarter()) : facts).toNode();
  }
}
