package dev.retrain.runtime.trigger;

import java.util.Set;

/** Which built-in metrics lie from 0 to 1. */
final class MetricRange {

  private static final Set<String> SHARES =
      Set.of(
          "auc",
          "accuracy",
          "precision",
          "recall",
          "f1",
          "macro_f1",
          "brier",
          "calibration_error",
          "mrr",
          "error_rate");

  private MetricRange() {}

  static boolean isShare(String metric) {
    return SHARES.contains(metric) || metric.startsWith("ndcg@");
  }
}
