package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.runtime.evidence.Rounded;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.ProportionLimit;
import java.util.List;
import java.util.Optional;

/**
 * Requests that fail in a heap: a sequential test of the error rate against a limit far above what
 * anybody tolerates, so that a handful of failures suffices. It is part of every rollout, counts
 * from the first request of a stage, warm-up included, and waits for no minimum of requests.
 */
final class ErrorBurst {

  static final String RULE = "error burst";

  /** Far above what the rules allow, or this. */
  private static final double LEAST_LIMIT = 0.2;

  private static final double MOST_LIMIT = 0.8;

  /** A champion that errs as well is not the challenger's fault. */
  private static final double TIMES_CHAMPION = 2;

  private ErrorBurst() {}

  static FamilyMember<?, ?> member(TestSlot seat, List<RollbackRule> rules) {
    double limit = limit(rules);
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen -> Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, limit, seat.alpha())),
        seen -> Optional.of(seen.canary().failed()),
        TestShapes.PROPORTION_LIMIT,
        seen -> meaning(limit, seen));
  }

  private static RuleDescription meaning(double limit, RuleInputs seen) {
    EventCount mine = seen.canary().failed();
    EventCount theirs = seen.champion().failed();
    double rate = theirs.total() == 0 ? 0 : theirs.rate();
    return RuleDescription.of(
            RULE,
            mine.events() + " of the stage's " + mine.total() + " requests failed, a rate of",
            "; the champion's is " + Rounded.of(rate),
            Math.max(limit, TIMES_CHAMPION * rate))
        .with(RuleDescription.Trait.CRITICAL, true);
  }

  private static double limit(List<RollbackRule> rules) {
    double most =
        rules.stream()
            .filter(RollbackRule.ErrorRateAbove.class::isInstance)
            .mapToDouble(rule -> ((RollbackRule.ErrorRateAbove) rule).limit().value())
            .max()
            .orElse(0);
    return Math.min(MOST_LIMIT, Math.max(LEAST_LIMIT, 2 * most));
  }
}
