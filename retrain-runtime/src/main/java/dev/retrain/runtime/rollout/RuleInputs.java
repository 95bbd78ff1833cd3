package dev.retrain.runtime.rollout;

import dev.retrain.sequential.Arms;
import dev.retrain.sequential.EventCount;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds the figures that the rules read.
 *
 * @param canary counts of the challenger
 * @param champion counts of the version it would replace
 * @param compared whether both versions had counters at this look
 */
record RuleInputs(StageCounts canary, StageCounts champion, boolean compared) {

  /**
   * Returns a figure of both versions over the whole rollout; empty unless both have some of it in
   * this stage.
   */
  <T> Optional<Arms<T>> arms(
      Function<VersionHealth, Optional<T>> figure, Function<VersionHealth, Long> rows) {
    if (!compared || rows.apply(canary.stage()) == 0 || rows.apply(champion.stage()) == 0) {
      return Optional.empty();
    }
    Optional<T> canaryFigure = figure.apply(canary.rollout());
    Optional<T> championFigure = figure.apply(champion.rollout());
    return canaryFigure.isPresent() && championFigure.isPresent()
        ? Optional.of(new Arms<>(canaryFigure.get(), championFigure.get()))
        : Optional.empty();
  }

  static EventCount errors(VersionHealth health) {
    return new EventCount(health.errors(), health.requests());
  }

  static OutcomeTotals outcome(VersionHealth health, String metric) {
    return health.outcomes().getOrDefault(metric, OutcomeTotals.NONE);
  }

  /** Returns the count of ones among ones and zeros; empty if there are other values. */
  static Optional<EventCount> ones(VersionHealth health, String metric) {
    OutcomeTotals totals = outcome(health, metric);
    return totals.sum() == totals.sumOfSquares()
        ? EventCount.reported(totals.sum(), (double) totals.count())
        : Optional.empty();
  }
}
