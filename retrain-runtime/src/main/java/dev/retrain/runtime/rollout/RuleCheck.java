package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.rollout.LatencyHistogram;
import dev.retrain.api.rollout.OutcomeTotals;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import java.util.OptionalDouble;

/**
 * What one rollback rule says about one window of counts.
 *
 * <p>A plain comparison of what was counted with the limit, without allowance for chance: the
 * sequential tests take its place.
 */
sealed interface RuleCheck {

  /** The harm the rule names was seen. */
  record Breached(Comparison seen) implements RuleCheck {}

  /** It was not seen. */
  record Passed(Comparison seen) implements RuleCheck {}

  /** There is not enough to say. */
  record Inconclusive(String why) implements RuleCheck {}

  static RuleCheck of(
      RollbackRule rule, VersionHealth challenger, VersionHealth champion, long minimumRequests) {
    if (challenger.requests() < Math.max(1, minimumRequests)) {
      return new Inconclusive(
          "the challenger answered "
              + challenger.requests()
              + " requests, fewer than "
              + Math.max(1, minimumRequests));
    }
    return rule.accept(new Checking(challenger, champion));
  }

  /** One method per kind of rule. */
  record Checking(VersionHealth challenger, VersionHealth champion)
      implements RollbackRule.Visitor<RuleCheck> {

    @Override
    public RuleCheck drop(RollbackRule.Drop rule) {
      Metric metric = rule.metric();
      OptionalDouble mine = mean(challenger, metric);
      OptionalDouble theirs = mean(champion, metric);
      if (mine.isEmpty() || theirs.isEmpty()) {
        return new Inconclusive(
            "no outcome for "
                + metric.name()
                + " is known of "
                + (mine.isEmpty() ? "the challenger" : "the champion"));
      }
      double limit = rule.margin().of(theirs.getAsDouble());
      return metric.direction() == Direction.HIGHER_IS_BETTER
          ? worse(metric.name(), mine, Relation.BELOW, theirs.getAsDouble() - limit)
          : worse(metric.name(), mine, Relation.ABOVE, theirs.getAsDouble() + limit);
    }

    @Override
    public RuleCheck latencyAbove(RollbackRule.LatencyAbove rule) {
      return worse(
          "latency in ms",
          finite(challenger, rule.quantile().value()),
          Relation.ABOVE,
          rule.limit().toNanos() / 1e6);
    }

    @Override
    public RuleCheck latencyRatioAbove(RollbackRule.LatencyRatioAbove rule) {
      OptionalDouble theirs = finite(champion, rule.quantile().value());
      if (theirs.isEmpty()) {
        return new Inconclusive("the champion answered no request");
      }
      return worse(
          "latency in ms",
          finite(challenger, rule.quantile().value()),
          Relation.ABOVE,
          rule.factor() * theirs.getAsDouble());
    }

    @Override
    public RuleCheck errorRateAbove(RollbackRule.ErrorRateAbove rule) {
      return worse("error rate", errorRate(challenger), Relation.ABOVE, rule.limit().value());
    }

    @Override
    public RuleCheck errorRateRise(RollbackRule.ErrorRateRise rule) {
      OptionalDouble theirs = errorRate(champion);
      if (theirs.isEmpty()) {
        return new Inconclusive("the champion answered no request");
      }
      Margin margin = rule.margin();
      double limit = theirs.getAsDouble() + margin.of(theirs.getAsDouble());
      return worse("error rate", errorRate(challenger), Relation.ABOVE, limit);
    }

    private static RuleCheck worse(
        String what, OptionalDouble value, Relation relation, double limit) {
      Comparison seen = new Comparison(what, value.orElseThrow(), relation, limit);
      return seen.holds() ? new Breached(seen) : new Passed(seen);
    }

    private static OptionalDouble mean(VersionHealth health, Metric metric) {
      return health.outcomes().getOrDefault(metric.name(), OutcomeTotals.NONE).mean();
    }

    private static OptionalDouble errorRate(VersionHealth health) {
      return health.requests() == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((double) health.errors() / health.requests());
    }

    /** The quantile; in the overflow bucket, the bound below it, which is past every real limit. */
    private static OptionalDouble finite(VersionHealth health, double share) {
      OptionalDouble quantile = health.latency().quantileMillis(share);
      return quantile.isPresent() && Double.isInfinite(quantile.getAsDouble())
          ? OptionalDouble.of(LatencyHistogram.upperMillis(LatencyHistogram.BUCKETS - 2))
          : quantile;
    }
  }
}
