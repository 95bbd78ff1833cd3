package dev.retrain.backend.local.endpoint;

import dev.retrain.api.metric.Metric;
import dev.retrain.serving.OutcomeMetric;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which labels an endpoint accepts in outcomes. Where the log loss is computed a label is a class,
 * 0 or 1; elsewhere it is a number whose squares can be added up: one label of 1e308 would make
 * every mean infinite.
 *
 * @param binary whether only 0 and 1 are accepted
 */
record OutcomeLabels(boolean binary) {

  /** Sums of fourth powers of numbers up to this stay finite. */
  private static final double MOST = 1e50;

  /** Returns what suits the metrics that outcomes are turned into. */
  static OutcomeLabels of(Map<String, OutcomeMetric> metrics) {
    return new OutcomeLabels(metrics.containsKey(Metric.LOG_LOSS.name()));
  }

  /** Returns whether a number can be added up with its squares. */
  static boolean isUsable(double value) {
    return Math.abs(value) <= MOST;
  }

  /**
   * Reads a label of a request.
   *
   * @throws BadRequest if it is none
   */
  double of(@Nullable Object value) throws BadRequest {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Number number) {
      double label = number.doubleValue();
      if (binary ? label == 0 || label == 1 : isUsable(label)) {
        return label;
      }
    }
    throw new BadRequest(
        binary
            ? "a label is 0, 1, true or false here"
            : "a label is a number from -1e50 to 1e50, true or false");
  }
}
