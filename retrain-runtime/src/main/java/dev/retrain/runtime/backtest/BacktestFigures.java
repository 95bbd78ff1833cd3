package dev.retrain.runtime.backtest;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.runtime.backtest.BacktestReport.Start;
import dev.retrain.runtime.cost.CostEvidence;
import dev.retrain.runtime.cost.QuarterCost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Computes the figures of a report from the decisions that a replay made. */
final class BacktestFigures {

  private BacktestFigures() {}

  static BacktestReport of(
      String policy,
      History history,
      Assumptions assumptions,
      List<Decision> decisions,
      Optional<List<QuarterCost>> costs) {
    List<Start> starts =
        decisions.stream()
            .filter(decision -> decision.kind() == Kind.RETRAIN)
            .map(d -> new Start(d.at(), d.rule(), d.what(), d.why(), CostEvidence.projected(d)))
            .toList();
    List<Instant> promotions =
        decisions.stream()
            .filter(decision -> decision.kind() == Kind.PROMOTED)
            .map(Decision::at)
            .toList();
    return new BacktestReport(
        policy,
        history,
        assumptions,
        starts,
        (int) decisions.stream().filter(d -> d.kind() == Kind.REFUSED).count(),
        decisions.stream().filter(d -> d.kind() == Kind.HALTED).map(Decision::why).findFirst(),
        history.health().map(health -> degraded(history, health, promotions)),
        falseTriggers(history, starts),
        costs);
  }

  private static Optional<Integer> falseTriggers(History history, List<Start> starts) {
    if (history.deserved().isEmpty()) {
      return Optional.empty();
    }
    long undeserved =
        starts.stream()
            .filter(
                start ->
                    history.deserved().stream().noneMatch(stretch -> stretch.covers(start.at())))
            .count();
    return Optional.of((int) undeserved);
  }

  private static Duration degraded(
      History history, History.Health health, List<Instant> promotions) {
    List<MetricPoint> points =
        history.metrics().read(health.metric(), history.from().minusNanos(1), history.to());
    Duration sum = Duration.ZERO;
    boolean mended = false;
    for (int i = 0; i + 1 < points.size(); i++) {
      Instant begin = points.get(i).at();
      Instant end = points.get(i + 1).at();
      boolean bad = health.isBad(points.get(i).value().value());
      Optional<Instant> promoted =
          promotions.stream().filter(p -> !p.isBefore(begin) && p.isBefore(end)).findFirst();
      if (bad && !mended) {
        sum = sum.plus(Duration.between(begin, promoted.orElse(end)));
      }
      mended = bad && (mended || promoted.isPresent());
    }
    return sum;
  }
}
