package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Strategy;
import java.util.List;
import java.util.Optional;

/** Finds the metric that decides an A/B test. */
final class AbMetric {

  private AbMetric() {}

  /**
   * Returns the metric of that name that a rule declares, or the built-in one; empty if its
   * direction is unknown.
   */
  static Optional<Metric> of(Strategy.AbTest test, List<RollbackRule> rules) {
    return rules.stream()
        .filter(RollbackRule.Drop.class::isInstance)
        .map(rule -> ((RollbackRule.Drop) rule).metric())
        .filter(metric -> metric.name().equals(test.metric()))
        .findFirst()
        .or(() -> Metric.builtIn(test.metric()));
  }
}
