package dev.retrain.drift.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Compares a challenger with the champion on the same rows, which cancels what the rows share. */
public final class PairedComparison {

  private static final int RESAMPLES = 2000;

  private PairedComparison() {}

  /**
   * Areas under two correlated ROC curves (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988).
   *
   * @throws IllegalArgumentException if lengths differ or a class has fewer than two rows
   */
  public static PairedDifference auc(boolean[] labels, double[] champion, double[] challenger) {
    ModelMetrics.checkSameLength(labels.length, champion.length);
    ModelMetrics.checkSameLength(labels.length, challenger.length);
    if (!Roc.isDefined(labels)) {
      throw new IllegalArgumentException("AUC needs rows of both classes");
    }
    Roc one = Roc.of(labels, champion);
    Roc two = Roc.of(labels, challenger);
    if (!one.hasSpread()) {
      throw new IllegalArgumentException("comparing AUCs needs at least 2 rows of each class");
    }
    double variance = one.variance() + two.variance() - 2 * one.covariance(two);
    return PairedDifference.normal(one.area(), two.area(), Math.sqrt(Math.max(0, variance)));
  }

  /**
   * Compares accuracies by McNemar's test in its exact binomial form (Psychometrika 12, 1947).
   *
   * @param championRight per row, whether the champion was right
   * @param challengerRight per row, whether the challenger was right
   * @throws IllegalArgumentException if lengths differ or there is no row
   */
  public static PairedDifference accuracy(boolean[] championRight, boolean[] challengerRight) {
    ModelMetrics.checkSameLength(championRight.length, challengerRight.length);
    checkRows(championRight.length, 1);
    double rows = championRight.length;
    int both = 0;
    int lost = 0;
    int won = 0;
    for (int i = 0; i < championRight.length; i++) {
      both += championRight[i] && challengerRight[i] ? 1 : 0;
      lost += championRight[i] && !challengerRight[i] ? 1 : 0;
      won += !championRight[i] && challengerRight[i] ? 1 : 0;
    }
    double change = (won - lost) / rows;
    double error = Math.sqrt(Math.max(0, (won + lost) / rows - change * change) / rows);
    PairedDifference normal =
        PairedDifference.normal((both + lost) / rows, (both + won) / rows, error);
    return new PairedDifference(
        normal.champion(),
        normal.challenger(),
        error,
        mcNemar(lost, won),
        normal.lower(),
        normal.upper());
  }

  private static double mcNemar(int lost, int won) {
    if (lost + won == 0) {
      return 1;
    }
    var fair = BinomialDistribution.of(lost + won, 0.5);
    return Math.min(1, 2 * fair.cumulativeProbability(Math.min(lost, won)));
  }

  private static void checkRows(int rows, int least) {
    if (rows < least) {
      throw new IllegalArgumentException(
          "comparing needs at least %d rows, there are %d".formatted(least, rows));
    }
  }

  /**
   * Means of a loss per row, such as log loss or squared error, by Student's paired t-test.
   *
   * @throws IllegalArgumentException if lengths differ, there are fewer than two rows or a loss is
   *     not finite
   */
  public static PairedDifference mean(double[] champion, double[] challenger) {
    ModelMetrics.checkSameLength(champion.length, challenger.length);
    checkRows(champion.length, 2);
    Mean one = new Mean();
    Mean difference = new Mean();
    for (int i = 0; i < champion.length; i++) {
      one.add(champion[i]);
      difference.add(challenger[i] - champion[i]);
    }
    double change = checkFinite(difference.mean());
    return PairedDifference.student(
        one.mean(),
        one.mean() + change,
        difference.standardError().orElseThrow(),
        champion.length - 1);
  }

  private static double checkFinite(double metric) {
    if (!Double.isFinite(metric)) {
      throw new IllegalArgumentException("the metric is not defined on these rows: " + metric);
    }
    return metric;
  }

  /** A metric of the rows with the given numbers; a number may occur more than once. */
  public interface OfRows {
    /** Computes the metric; NaN where the rows do not define it. */
    double of(int[] rows);
  }

  /**
   * Compares any metric by resampling rows for both models alike (Efron and Tibshirani, An
   * Introduction to the Bootstrap, chapters 13 and 16): percentile interval, p-value by the normal
   * approximation.
   *
   * <p>Of 2000 draws those on which a metric is not defined (the AUC of one class, say) do not
   * count.
   *
   * @param rows how many rows there are
   * @param seed the same seed gives the same answer
   * @throws IllegalArgumentException if there is no row, or a metric is not defined on all rows or
   *     on most draws
   */
  public static PairedDifference bootstrap(
      int rows, OfRows champion, OfRows challenger, long seed) {
    checkRows(rows, 1);
    int[] all = new int[rows];
    Arrays.setAll(all, i -> i);
    double one = checkFinite(champion.of(all));
    double two = checkFinite(challenger.of(all));
    double[] differences = resample(rows, champion, challenger, new SplittableRandom(seed));
    if (differences.length < RESAMPLES / 2) {
      throw new IllegalArgumentException(
          "the metric is defined on %d of %d draws of %d rows"
              .formatted(differences.length, RESAMPLES, rows));
    }
    Mean spread = new Mean();
    Arrays.stream(differences).forEach(spread::add);
    double error = spread.standardError().orElseThrow() * Math.sqrt(differences.length);
    int tail = differences.length / 40;
    return new PairedDifference(
        one,
        two,
        error,
        PairedDifference.normalPValue(two - one, error),
        differences[tail],
        differences[differences.length - 1 - tail]);
  }

  /** Returns the differences on random rows, ascending. */
  private static double[] resample(
      int rows, OfRows champion, OfRows challenger, SplittableRandom random) {
    return IntStream.range(0, RESAMPLES)
        .mapToObj(draw -> random.ints(rows, 0, rows).toArray())
        .mapToDouble(drawn -> challenger.of(drawn) - champion.of(drawn))
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }
}
