package dev.retrain.runtime.batch;

import dev.retrain.runtime.rollout.PairedRows;
import dev.retrain.serving.OutcomeMetric;
import dev.retrain.spi.deploy.OutcomeTotals;
import java.util.Map;
import java.util.TreeMap;

/** Sums values over the rows of a batch, by the name of the value. NaN marks a row without one. */
final class RowSums {

  private final Map<String, OutcomeMetric> metrics;
  private final Map<String, OutcomeTotals> totals = new TreeMap<>();

  RowSums(Map<String, OutcomeMetric> metrics) {
    this.metrics = metrics;
  }

  /** Adds a row of one version. */
  void add(double score, double label) {
    if (!Double.isNaN(score) && !Double.isNaN(label)) {
      metrics.forEach((name, metric) -> add(name, metric.value(score, label)));
    }
  }

  /**
   * Adds a row of two versions.
   *
   * @param other score of the version that was live
   * @param errors whether rows without a score are compared too
   */
  void add(double score, double other, double label, boolean errors) {
    if (errors) {
      add(PairedRows.outcome(PairedRows.ERRORS), missing(score) - missing(other));
    }
    if (!Double.isNaN(score) && !Double.isNaN(other) && !Double.isNaN(label)) {
      metrics.forEach(
          (name, metric) ->
              add(
                  PairedRows.outcome(name),
                  metric.value(score, label) - metric.value(other, label)));
    }
  }

  private static int missing(double score) {
    return Double.isNaN(score) ? 1 : 0;
  }

  private void add(String name, double value) {
    totals.put(name, totals.getOrDefault(name, OutcomeTotals.NONE).plus(value));
  }

  Map<String, OutcomeTotals> totals() {
    return totals;
  }
}
