package dev.retrain.runtime.phase;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Guards;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.Money;
import dev.retrain.runtime.cost.ProjectedSpending;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says whether a guard holds a firing back. */
final class GuardCheck {

  private static final int MOST_DOUBLINGS = 10;

  /**
   * A guard that holds back.
   *
   * @param guard its name
   */
  record Refusal(String guard, String why, Node.Mapping evidence) {}

  private GuardCheck() {}

  /** Returns the first guard that holds back a run at a time. */
  static Optional<Refusal> of(
      Guards guards, LoopMemory memory, Instant now, Optional<ProjectedSpending> outlay) {
    return cooldown(guards, memory, now)
        .or(() -> budget(guards, memory, now))
        .or(() -> quietHours(guards, now))
        .or(() -> spending(guards, outlay));
  }

  /** Returns the budgets alone: a person who asks need not wait for a cool-down. */
  static Optional<Refusal> ofRequest(
      Guards guards, LoopMemory memory, Instant now, Optional<ProjectedSpending> outlay) {
    return budget(guards, memory, now).or(() -> spending(guards, outlay));
  }

  private static Optional<Refusal> spending(Guards guards, Optional<ProjectedSpending> outlay) {
    return guards.spending().flatMap(limit -> outlay.flatMap(costs -> spending(limit, costs)));
  }

  private static Optional<Refusal> spending(Guards.Spending limit, ProjectedSpending outlay) {
    Money most = new Money(limit.amount(), outlay.spent().currency());
    if (!outlay.projected().complete()) {
      return Optional.of(
          new Refusal(
              CostHistory.SPENDING,
              "it is not known what a run costs, and no more than "
                  + most
                  + " may be spent: "
                  + outlay.projected().whyUnknown(),
              Facts.NONE.toNode()));
    }
    return outlay.afterwards().isAbove(most)
        ? Optional.of(tooMuch(limit, most, outlay))
        : Optional.empty();
  }

  private static Refusal tooMuch(Guards.Spending limit, Money most, ProjectedSpending outlay) {
    String period = Durations.format(limit.period());
    return new Refusal(
        CostHistory.SPENDING,
        "a run is expected to cost "
            + outlay.projected().total()
            + ", "
            + outlay.spent()
            + " were spent in the last "
            + period
            + ", and no more than "
            + most
            + " may be",
        // A replay computes it again; the exact amounts stand in the cost.
        Facts.checks(
                new Comparison(
                    "spent in " + period + " with this run, in " + most.currency(),
                    outlay.afterwards().amount().doubleValue(),
                    Comparison.Relation.ABOVE,
                    most.amount().doubleValue()))
            .with("spent", outlay.spent().toString())
            .with("limit", most.toString())
            .toNode());
  }

  private static Optional<Refusal> cooldown(Guards guards, LoopMemory memory, Instant now) {
    Duration wait = guards.cooldown().multipliedBy(doublings(memory.rejections()));
    return memory
        .lastStart()
        .map(start -> start.plus(wait))
        .filter(now::isBefore)
        .map(
            until ->
                new Refusal(
                    memory.rejections() > 1 ? "back-off" : "cool-down",
                    reason(memory, until),
                    Facts.NONE
                        .with("lastStart", memory.lastStart().orElseThrow())
                        .with("until", until)
                        .with("rejections", memory.rejections())
                        .toNode()));
  }

  private static String reason(LoopMemory memory, Instant until) {
    return memory.rejections() > 1
        ? memory.rejections() + " challengers in a row were refused; no run before " + until
        : "no run before " + until;
  }

  /** 1, 1, 2, 4, ... by the number of challengers refused in a row. */
  private static long doublings(int rejections) {
    return 1L << Math.min(Math.max(0, rejections - 1), MOST_DOUBLINGS);
  }

  private static Optional<Refusal> budget(Guards guards, LoopMemory memory, Instant now) {
    return guards
        .budget()
        .flatMap(
            budget -> {
              Instant from = now.minus(budget.period());
              long runs = memory.starts().stream().filter(from::isBefore).count();
              return runs < budget.runs()
                  ? Optional.empty()
                  : Optional.of(
                      new Refusal(
                          "budget",
                          "the budget of "
                              + budget.runs()
                              + (budget.runs() == 1 ? " run in " : " runs in ")
                              + Durations.format(budget.period())
                              + " is spent",
                          Facts.NONE.with("runs", runs).toNode()));
            });
  }

  private static Optional<Refusal> quietHours(Guards guards, Instant now) {
    return guards
        .quietHours()
        .filter(hours -> hours.covers(now))
        .map(
            hours ->
                new Refusal(
                    "quiet hours",
                    "no run begins from " + hours,
                    Facts.NONE.with("quietHours", hours.toString()).toNode()));
  }

  /** Returns whether a run would be given the very data that left the last challenger undecided. */
  static Optional<Refusal> undecided(LoopMemory memory, PlannedRun.Inputs inputs) {
    boolean same = inputs.versioned() && inputs.dataVersion().equals(memory.data());
    return memory.streaks().undecided() > 0 && same
        ? Optional.of(
            new Refusal(
                "undecided",
                "the challenger of data "
                    + memory.data()
                    + " could not be judged; no run before there is other data",
                Facts.NONE
                    .with("dataVersion", memory.data())
                    .with("undecided", memory.streaks().undecided())
                    .toNode()))
        : Optional.empty();
  }

  /** Returns how far back a guard counts starts; a cool-down needs the last one alone. */
  static Duration memory(Guards guards) {
    return guards.budget().map(Guards.Budget::period).orElse(Duration.ZERO);
  }
}
