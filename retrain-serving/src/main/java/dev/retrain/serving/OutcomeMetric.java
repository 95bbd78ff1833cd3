package dev.retrain.serving;

import dev.retrain.api.metric.Metric;
import java.util.Map;

/**
 * Computes what one prediction contributes to a metric that is a mean over predictions, once its
 * outcome is known. Stateless.
 */
@FunctionalInterface
public interface OutcomeMetric {

  /** Keeps the logarithm finite: the largest log loss of one prediction is 34.5. */
  double PROBABILITY_FLOOR = 1e-15;

  /**
   * Returns the value for one prediction.
   *
   * @param score prediction of the model, finite
   * @param label observed outcome, finite
   * @return a finite value
   */
  double value(double score, double label);

  /**
   * Returns the metric that is one if score and label lie on the same side of the threshold, else
   * zero.
   *
   * @param threshold scores and labels at or above it are positive
   */
  static OutcomeMetric accuracy(double threshold) {
    return (score, label) -> (score >= threshold) == (label >= threshold) ? 1 : 0;
  }

  /** Returns the squared difference, which is the Brier score for probabilities. */
  static OutcomeMetric squaredError() {
    return (score, label) -> (score - label) * (score - label);
  }

  /** Returns the absolute difference. */
  static OutcomeMetric absoluteError() {
    return (score, label) -> Math.abs(score - label);
  }

  /** Returns the log loss of a probability; labels are 0 or 1. */
  static OutcomeMetric logLoss() {
    return (score, label) ->
        -Math.log(Math.max(PROBABILITY_FLOOR, label >= 0.5 ? score : 1 - score));
  }

  /** Returns accuracy at 0.5, log loss and Brier score, by the names of {@link Metric}. */
  static Map<String, OutcomeMetric> binary() {
    return Map.of(
        Metric.ACCURACY.name(), accuracy(0.5),
        Metric.LOG_LOSS.name(), logLoss(),
        Metric.BRIER.name(), squaredError());
  }

  /**
   * Returns mean absolute error, by the name of {@link Metric}, and mean squared error as {@code
   * mse}.
   */
  static Map<String, OutcomeMetric> regression() {
    return Map.of(Metric.MAE.name(), absoluteError(), "mse", squaredError());
  }
}
