package dev.retrain.serving;

import dev.retrain.api.metric.Metric;
import java.util.Map;

/**
 * What one prediction contributes to a metric that is a mean over predictions, once its outcome is
 * known. Stateless.
 */
@FunctionalInterface
public interface OutcomeMetric {

  /** Keeps the logarithm finite; a certain prediction that is wrong costs 34.5. */
  double PROBABILITY_FLOOR = 1e-15;

  /**
   * The value for one prediction.
   *
   * @param score what the model said, finite
   * @param label what happened, finite
   * @return finite
   */
  double value(double score, double label);

  /**
   * One where score and label lie on the same side of the threshold, else zero.
   *
   * @param threshold at or above it a score means yes
   */
  static OutcomeMetric accuracy(double threshold) {
    return (score, label) -> (score >= threshold) == (label >= threshold) ? 1 : 0;
  }

  /** The squared difference; the Brier score where scores are probabilities. */
  static OutcomeMetric squaredError() {
    return (score, label) -> (score - label) * (score - label);
  }

  /** The absolute difference. */
  static OutcomeMetric absoluteError() {
    return (score, label) -> Math.abs(score - label);
  }

  /** Minus the logarithm of the probability given to what happened; labels are 0 or 1. */
  static OutcomeMetric logLoss() {
    return (score, label) ->
        -Math.log(Math.max(PROBABILITY_FLOOR, label >= 0.5 ? score : 1 - score));
  }

  /** Accuracy at 0.5, log loss and Brier score, by the names of {@link Metric}. */
  static Map<String, OutcomeMetric> binary() {
    return Map.of(
        Metric.ACCURACY.name(), accuracy(0.5),
        Metric.LOG_LOSS.name(), logLoss(),
        Metric.BRIER.name(), squaredError());
  }

  /** Mean absolute error, by the name of {@link Metric}, and mean squared error as {@code mse}. */
  static Map<String, OutcomeMetric> regression() {
    return Map.of(Metric.MAE.name(), absoluteError(), "mse", squaredError());
  }
}
