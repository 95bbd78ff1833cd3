package dev.retrain.drift.metric;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts true against predicted classes; exactly mergeable. Not for several threads.
 *
 * <p>Probabilities are optional: rows that come with them add to log loss.
 */
public final class MulticlassMetrics {

  private static final double LEAST_PROBABILITY = 1e-15;

  private final long[][] confusion;
  private final Mean logLoss = new Mean();

  private MulticlassMetrics(int classes) {
    this.confusion = new long[classes][classes];
  }

  /** Counts for classes numbered from 0. */
  public static MulticlassMetrics create(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("needs at least 2 classes, got " + classes);
    }
    return new MulticlassMetrics(classes);
  }

  /** Adds a row by its true and its predicted class. */
  public MulticlassMetrics add(int label, int predicted) {
    confusion[checked(label)][checked(predicted)]++;
    return this;
  }

  /**
   * Adds a row by its true class and the probabilities of all; the likeliest is predicted, the
   * first of several. For log loss a probability below 1e-15 counts as 1e-15.
   */
  public MulticlassMetrics add(int label, double... probabilities) {
    if (probabilities.length != confusion.length) {
      throw new IllegalArgumentException(
          "%d probabilities for %d classes".formatted(probabilities.length, confusion.length));
    }
    int likeliest = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
        throw new IllegalArgumentException("no probability: " + probabilities[i]);
      }
      likeliest = probabilities[i] > probabilities[likeliest] ? i : likeliest;
    }
    logLoss.add(-Math.log(Math.max(LEAST_PROBABILITY, probabilities[checked(label)])));
    return add(label, likeliest);
  }

  private int checked(int number) {
    if (number < 0 || number >= confusion.length) {
      throw new IllegalArgumentException(
          "class %d of %d classes".formatted(number, confusion.length));
    }
    return number;
  }

  /** Adds the counts of another collection over as many classes. */
  public MulticlassMetrics merge(MulticlassMetrics other) {
    if (other.confusion.length != confusion.length) {
      throw new IllegalArgumentException(
          "cannot merge %d classes with %d".formatted(confusion.length, other.confusion.length));
    }
    for (int i = 0; i < confusion.length; i++) {
      for (int j = 0; j < confusion.length; j++) {
        confusion[i][j] += other.confusion[i][j];
      }
    }
    logLoss.merge(other.logLoss);
    return this;
  }

  /**
   * Returns the metrics by name: accuracy, macro_f1 (the mean of F1 over the classes that occur)
   * and, where probabilities were given, log_loss; none without rows.
   */
  public SortedMap<String, MetricValue> values() {
    SortedMap<String, MetricValue> values = new TreeMap<>();
    Ratio accuracy = new Ratio();
    for (int i = 0; i < confusion.length; i++) {
      for (int j = 0; j < confusion.length; j++) {
        accuracy.add((double) confusion[i][j], i == j ? 1 : 0, 1);
      }
    }
    accuracy.value().ifPresent(value -> values.put(Metric.ACCURACY.name(), value));
    if (!values.isEmpty()) {
      values.put(Metric.MACRO_F1.name(), macroF1());
    }
    if (logLoss.count() > 0) {
      values.put(Metric.LOG_LOSS.name(), logLoss.value());
    }
    return values;
  }

  /** The error is that of the linearised mean: each row moves the F1 of its two classes. */
  private MetricValue macroF1() {
    int classes = confusion.length;
    double[] involved = new double[classes];
    double[] f1 = new double[classes];
    double occurring = 0;
    double rows = 0;
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        involved[i] += (double) confusion[i][j] + confusion[j][i];
        rows += confusion[i][j];
      }
      f1[i] = involved[i] == 0 ? 0 : 2.0 * confusion[i][i] / involved[i];
      occurring += involved[i] == 0 ? 0 : 1;
      sum += f1[i];
    }
    double squares = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        if (confusion[i][j] > 0) {
          double right = i == j ? 2 / involved[i] : 0;
          double influence = right - f1[i] / involved[i] - f1[j] / involved[j];
          squares += confusion[i][j] * influence * influence;
        }
      }
    }
    return new MetricValue(
        sum / occurring,
        rows < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares) / occurring),
        OptionalLong.of((long) rows));
  }
}
