package dev.retrain.drift.metric;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects labels and scores of a two-class model.
 *
 * <p>Keeps every score (9 bytes a row, at most 2^30 rows), since the AUC needs them; merging two
 * collections gives what collecting all rows at once would. Not for several threads: collect per
 * thread and merge.
 */
public final class BinaryMetrics {

  private static final double LEAST_PROBABILITY = 1e-15;
  private static final int CALIBRATION_BINS = 10;

  private final double threshold;
  private boolean[] labels = new boolean[1024];
  private double[] scores = new double[1024];
  private int rows;

  private BinaryMetrics(double threshold) {
    this.threshold = threshold;
  }

  /** Collects for a threshold of one half. */
  public static BinaryMetrics create() {
    return create(0.5);
  }

  /** Collects for a threshold: a score at or above it predicts the positive class. */
  public static BinaryMetrics create(double threshold) {
    return new BinaryMetrics(threshold);
  }

  /**
   * Adds a row.
   *
   * @param label whether the row is of the positive class
   * @param score a finite number; a probability for log loss, Brier and calibration to be had
   */
  public BinaryMetrics add(boolean label, double score) {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("row " + rows + ": a score must be finite, is " + score);
    }
    if (rows == scores.length) {
      labels = Arrays.copyOf(labels, 2 * rows);
      scores = Arrays.copyOf(scores, 2 * rows);
    }
    labels[rows] = label;
    scores[rows++] = score;
    return this;
  }

  /** Adds the rows of another collection. */
  public BinaryMetrics merge(BinaryMetrics other) {
    int added = other.rows; // of this very collection the rows grow while they are added
    for (int i = 0; i < added; i++) {
      add(other.labels[i], other.scores[i]);
    }
    return this;
  }

  /**
   * Returns the metrics by name: accuracy, precision, recall, f1, auc, and for probabilities
   * log_loss, brier and calibration_error.
   *
   * <p>What the rows leave undefined is absent, never 0 or NaN: auc of one class, precision without
   * a positive prediction, recall without a positive row, f1 without either (it is 0 where
   * predictions and positive rows never meet), all without rows. So is a standard error that they
   * leave undefined: of a single row, and of the auc where a class has a single row. Errors of
   * shares and of the auc are 0 where no row is wrong, which says little of few rows.
   *
   * <p>The log loss takes a probability below 1e-15 of what happened for 1e-15. The calibration
   * error is the expected one over ten bins of equal width, the last closed: the mean over rows of
   * the gap between a bin's mean score and its share of positives. It errs upwards: n honest scores
   * show about sqrt(6.4 p (1 - p) / n) and not 0.
   */
  public SortedMap<String, MetricValue> values() {
    SortedMap<String, MetricValue> values = new TreeMap<>();
    if (rows > 0) {
      decisions(values);
      if (Roc.isDefined(labels())) {
        Roc roc = Roc.of(labels(), scores());
        values.put(
            Metric.AUC.name(),
            new MetricValue(roc.area(), roc.standardError(), OptionalLong.of(rows)));
      }
      if (Arrays.stream(scores()).allMatch(score -> score >= 0 && score <= 1)) {
        probabilities(values);
      }
    }
    return values;
  }

  boolean[] labels() {
    return Arrays.copyOf(labels, rows);
  }

  double[] scores() {
    return Arrays.copyOf(scores, rows);
  }

  private void decisions(SortedMap<String, MetricValue> values) {
    Ratio accuracy = new Ratio();
    Ratio precision = new Ratio();
    Ratio recall = new Ratio();
    Ratio f1 = new Ratio();
    for (int i = 0; i < rows; i++) {
      int said = scores[i] >= threshold ? 1 : 0;
      int is = labels[i] ? 1 : 0;
      accuracy.add(1, said == is ? 1 : 0, 1);
      precision.add(1, said * is, said);
      recall.add(1, said * is, is);
      f1.add(1, 2.0 * said * is, (double) said + is);
    }
    accuracy.value().ifPresent(value -> values.put(Metric.ACCURACY.name(), value));
    precision.value().ifPresent(value -> values.put(Metric.PRECISION.name(), value));
    recall.value().ifPresent(value -> values.put(Metric.RECALL.name(), value));
    f1.value().ifPresent(value -> values.put(Metric.F1.name(), value));
  }

  private void probabilities(SortedMap<String, MetricValue> values) {
    Mean logLoss = new Mean();
    Mean brier = new Mean();
    for (int i = 0; i < rows; i++) {
      double right = labels[i] ? scores[i] : 1 - scores[i];
      logLoss.add(-Math.log(Math.max(LEAST_PROBABILITY, right)));
      brier.add((1 - right) * (1 - right));
    }
    values.put(Metric.LOG_LOSS.name(), logLoss.value());
    values.put(Metric.BRIER.name(), brier.value());
    values.put(Metric.CALIBRATION_ERROR.name(), calibration());
  }

  /**
   * The standard error takes the sign of each bin's gap as given. Where a gap is near zero that is
   * too large an error: the value varies less, about a mean that lies too high.
   */
  private MetricValue calibration() {
    double[] gaps = new double[CALIBRATION_BINS];
    for (int i = 0; i < rows; i++) {
      gaps[bin(scores[i])] += scores[i] - (labels[i] ? 1 : 0);
    }
    Mean error = new Mean();
    for (int i = 0; i < rows; i++) {
      error.add(Math.signum(gaps[bin(scores[i])]) * (scores[i] - (labels[i] ? 1 : 0)));
    }
    return error.value();
  }

  private static int bin(double score) {
    return Math.min(CALIBRATION_BINS - 1, (int) (score * CALIBRATION_BINS));
  }
}
