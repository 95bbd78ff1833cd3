package dev.retrain.runtime.rollout;

import dev.retrain.api.rollout.RollbackRule.LatencyAbove;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts intervals in which a latency quantile was above the limit of a rule, for targets that
 * report quantiles and no counts. While a version keeps the limit, the quantile of a sample lies
 * above it in at most half of the intervals, so a sign test needs no more.
 */
final class LatencyIntervals {

  private LatencyIntervals() {}

  /** Returns the counter name of a rule. */
  static String counter(LatencyAbove rule) {
    return rule + " by intervals";
  }

  /** Returns the same observation with a counter for every rule whose quantile was reported. */
  static RolloutObservation count(Rollout rollout, RolloutObservation observation) {
    List<LatencyAbove> rules =
        rollout.rules().stream()
            .filter(LatencyAbove.class::isInstance)
            .map(LatencyAbove.class::cast)
            .toList();
    Map<String, VersionHealth> health = new TreeMap<>(observation.health());
    health.replaceAll((version, seen) -> count(rules, seen));
    return observation.with(health);
  }

  private static VersionHealth count(List<LatencyAbove> rules, VersionHealth seen) {
    if (seen.quantiles().isEmpty() || seen.interval().isEmpty()) {
      return seen;
    }
    Map<String, OutcomeTotals> outcomes = new TreeMap<>(seen.outcomes());
    for (LatencyAbove rule : rules) {
      reported(seen, rule)
          .ifPresent(
              took ->
                  outcomes.put(
                      counter(rule),
                      OutcomeTotals.NONE.plus(took.compareTo(rule.limit()) > 0 ? 1 : 0)));
    }
    return seen.withOutcomes(outcomes).withQuantiles(Map.of());
  }

  private static Optional<Duration> reported(VersionHealth seen, LatencyAbove rule) {
    return Optional.ofNullable(seen.quantiles().get(rule.quantile().value()));
  }
}
