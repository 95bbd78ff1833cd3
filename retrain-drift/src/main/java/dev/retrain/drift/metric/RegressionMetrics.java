package dev.retrain.drift.metric;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums the errors of a model that predicts numbers; mergeable. Not for several threads. */
public final class RegressionMetrics {

  private final Mean squared = new Mean();
  private final Mean absolute = new Mean();
  private final Mean relative = new Mean();

  private RegressionMetrics() {}

  /** Starts without rows. */
  public static RegressionMetrics create() {
    return new RegressionMetrics();
  }

  /**
   * Adds a row. A true value of zero, or so near zero that the relative error is infinite, is left
   * out of MAPE, whose row count tells.
   *
   * @throws IllegalArgumentException if a number is not finite, or the square of their difference
   *     is not (beyond 1e154)
   */
  public RegressionMetrics add(double truth, double predicted) {
    double error = predicted - truth;
    if (!Double.isFinite(error * error)) {
      throw new IllegalArgumentException(
          "truth, prediction and the square of their difference must be finite, are %s and %s"
              .formatted(truth, predicted));
    }
    squared.add(error * error);
    absolute.add(Math.abs(error));
    double share = Math.abs(error / truth);
    if (Double.isFinite(share)) {
      relative.add(share);
    }
    return this;
  }

  /** Adds the rows of another collection. */
  public RegressionMetrics merge(RegressionMetrics other) {
    squared.merge(other.squared);
    absolute.merge(other.absolute);
    relative.merge(other.relative);
    return this;
  }

  /**
   * Returns the metrics by name: rmse, mae and mape (a fraction, not per cent); none without rows.
   */
  public SortedMap<String, MetricValue> values() {
    SortedMap<String, MetricValue> values = new TreeMap<>();
    if (squared.count() > 0) {
      values.put(Metric.RMSE.name(), squared.root());
      values.put(Metric.MAE.name(), absolute.value());
    }
    if (relative.count() > 0) {
      values.put(Metric.MAPE.name(), relative.value());
    }
    return values;
  }
}
