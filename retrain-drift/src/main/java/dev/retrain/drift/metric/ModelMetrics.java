package dev.retrain.drift.metric;

import dev.retrain.api.metric.MetricValue;
import java.util.SortedMap;

/** All metrics of a model at once, from arrays at hand: name to value, standard error and rows. */
public final class ModelMetrics {

  private ModelMetrics() {}

  /** Computes the metrics of two classes; see {@link BinaryMetrics#values()}. */
  public static SortedMap<String, MetricValue> binary(boolean[] labels, double[] scores) {
    return binary(labels, scores, 0.5);
  }

  /** Computes the metrics of two classes, the positive one predicted at or above a threshold. */
  public static SortedMap<String, MetricValue> binary(
      boolean[] labels, double[] scores, double threshold) {
    checkSameLength(labels.length, scores.length);
    BinaryMetrics metrics = BinaryMetrics.create(threshold);
    for (int i = 0; i < labels.length; i++) {
      metrics.add(labels[i], scores[i]);
    }
    return metrics.values();
  }

  /** Computes the metrics of classes numbered from 0; see {@link MulticlassMetrics#values()}. */
  public static SortedMap<String, MetricValue> multiclass(
      int classes, int[] labels, int[] predicted) {
    checkSameLength(labels.length, predicted.length);
    MulticlassMetrics metrics = MulticlassMetrics.create(classes);
    for (int i = 0; i < labels.length; i++) {
      metrics.add(labels[i], predicted[i]);
    }
    return metrics.values();
  }

  /** Computes the metrics of numbers; see {@link RegressionMetrics#values()}. */
  public static SortedMap<String, MetricValue> regression(double[] truth, double[] predicted) {
    checkSameLength(truth.length, predicted.length);
    RegressionMetrics metrics = RegressionMetrics.create();
    for (int i = 0; i < truth.length; i++) {
      metrics.add(truth[i], predicted[i]);
    }
    return metrics.values();
  }

  static void checkSameLength(int left, int right) {
    if (left != right) {
      throw new IllegalArgumentException(
          "labels and predictions must be as many, are %d and %d".formatted(left, right));
    }
  }
}
