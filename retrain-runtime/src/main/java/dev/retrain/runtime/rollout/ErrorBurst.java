package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.runtime.evidence.Rounded;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.ProportionLimit;
import java.util.List;
import java.util.Optional;

/**
 * Detects bursts of failed requests: a sequential test of the error rate against a limit far above
 * any tolerated one, so that a few failures suffice. It is part of every rollout, counts from the
 * first request of a stage, warm-up included, and requires no minimum of requests.
 */
final class ErrorBurst {

  static final String RULE = "error burst";

  /** The lowest limit, for rules that allow little or nothing. */
  private static final double MINIMUM_LIMIT = 0.2;

  private static final double MAXIMUM_LIMIT = 0.8;

  /** If the champion fails too, only a multiple of its rate counts against the challenger. */
  private static final double TIMES_CHAMPION = 2;

  private ErrorBurst() {}

  static FamilyMember<?, ?> member(TestSlot slot, List<RollbackRule> rules) {
    double limit = limit(rules);
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs ->
            Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, limit, slot.alpha())),
        inputs -> Optional.of(inputs.canary().failed()),
        TestShapes.PROPORTION_LIMIT,
        inputs -> description(limit, inputs));
  }

  private static RuleDescription description(double limit, RuleInputs inputs) {
    EventCount canary = inputs.canary().failed();
    EventCount champion = inputs.champion().failed();
    double rate = champion.total() == 0 ? 0 : champion.rate();
    return RuleDescription.of(
            RULE,
            canary.events() + " of the stage's " + canary.total() + " requests failed, a rate of",
            " (the champion's is " + Rounded.of(rate) + ")",
            Math.max(limit, TIMES_CHAMPION * rate))
        .with(RuleDescription.Trait.CRITICAL, true);
  }

  private static double limit(List<RollbackRule> rules) {
    double highest =
        rules.stream()
            .filter(RollbackRule.ErrorRateAbove.class::isInstance)
            .mapToDouble(rule -> ((RollbackRule.ErrorRateAbove) rule).limit().value())
            .max()
            .orElse(0);
    return Math.min(MAXIMUM_LIMIT, Math.max(MINIMUM_LIMIT, 2 * highest));
  }
}
