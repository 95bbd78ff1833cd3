package dev.retrain.runtime.rollout;

import dev.retrain.sequential.Arms;
import dev.retrain.sequential.EventCount;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the rules look at.
 *
 * @param canary counted of the challenger
 * @param champion counted of the version it is to replace
 * @param compared whether both versions showed their counters at this look
 */
record RuleInputs(StageCounts canary, StageCounts champion, boolean compared) {

  /**
   * A figure of both versions over the rollout; empty unless both have more of it in this stage.
   */
  <T> Optional<Arms<T>> arms(
      Function<VersionHealth, Optional<T>> figure, Function<VersionHealth, Long> rows) {
    if (!compared || rows.apply(canary.stage()) == 0 || rows.apply(champion.stage()) == 0) {
      return Optional.empty();
    }
    Optional<T> mine = figure.apply(canary.rollout());
    Optional<T> theirs = figure.apply(champion.rollout());
    return mine.isPresent() && theirs.isPresent()
        ? Optional.of(new Arms<>(mine.get(), theirs.get()))
        : Optional.empty();
  }

  static EventCount errors(VersionHealth health) {
    return new EventCount(health.errors(), health.requests());
  }

  static OutcomeTotals outcome(VersionHealth health, String metric) {
    return health.outcomes().getOrDefault(metric, OutcomeTotals.NONE);
  }

  /** Ones among ones and zeros; empty where values are something else. */
  static Optional<EventCount> ones(VersionHealth health, String metric) {
    OutcomeTotals totals = outcome(health, metric);
    return totals.sum() == totals.sumOfSquares()
        ? EventCount.reported(totals.sum(), (double) totals.count())
        : Optional.empty();
  }
}
