package dev.retrain.drift.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Compares a challenger with the champion on the same rows, which cancels what the rows share. */
public final class PairedComparison {

  private static final int RESAMPLES = 2000;

  private PairedComparison() {}

  /**
   * Areas under two correlated ROC curves (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988).
   *
   * @throws IllegalArgumentException if lengths differ or a class has no row
   */
  public static PairedDifference auc(boolean[] labels, double[] champion, double[] challenger) {
    ModelMetrics.checkSameLength(labels.length, champion.length);
    ModelMetrics.checkSameLength(labels.length, challenger.length);
    if (!Roc.isDefined(labels)) {
      throw new IllegalArgumentException("AUC needs rows of both classes");
    }
    Roc one = Roc.of(labels, champion);
    Roc two = Roc.of(labels, challenger);
    double variance = one.variance() + two.variance() - 2 * one.covariance(two);
    return PairedDifference.normal(one.area(), two.area(), Math.sqrt(Math.max(0, variance)));
  }

  /**
   * Accuracies, by McNemar's test in its exact binomial form (Psychometrika 12, 1947).
   *
   * @param championRight per row, whether the champion was right
   * @param challengerRight per row, whether the challenger was right
   */
  public static PairedDifference accuracy(boolean[] championRight, boolean[] challengerRight) {
    ModelMetrics.checkSameLength(championRight.length, challengerRight.length);
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

  /** Means of a loss per row, such as log loss or squared error, by the paired differences. */
  public static PairedDifference mean(double[] champion, double[] challenger) {
    ModelMetrics.checkSameLength(champion.length, challenger.length);
    Mean one = new Mean();
    Mean difference = new Mean();
    for (int i = 0; i < champion.length; i++) {
      one.add(champion[i]);
      difference.add(challenger[i] - champion[i]);
    }
    return PairedDifference.normal(
        one.mean(), one.mean() + difference.mean(), difference.standardError());
  }

  /** A metric of the rows with the given numbers; a number may occur more than once. */
  public interface OfRows {
    /** Computes the metric. */
    double of(int[] rows);
  }

  /**
   * Any metric, by resampling rows for both models alike (Efron and Tibshirani, An Introduction to
   * the Bootstrap, chapters 13 and 16): percentile interval, p-value by the normal approximation.
   *
   * @param rows how many rows there are
   * @param seed the same seed gives the same answer
   */
  public static PairedDifference bootstrap(
      int rows, OfRows champion, OfRows challenger, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] all = new int[rows];
    Arrays.setAll(all, i -> i);
    double one = champion.of(all);
    double two = challenger.of(all);
    double[] differences = new double[RESAMPLES];
    Mean spread = new Mean();
    for (int i = 0; i < RESAMPLES; i++) {
      int[] drawn = random.ints(rows, 0, rows).toArray();
      differences[i] = challenger.of(drawn) - champion.of(drawn);
      spread.add(differences[i]);
    }
    Arrays.sort(differences);
    double error = spread.standardError() * Math.sqrt(RESAMPLES);
    return new PairedDifference(
        one,
        two,
        error,
        PairedDifference.normalPValue(two - one, error),
        differences[RESAMPLES / 40],
        differences[RESAMPLES - 1 - RESAMPLES / 40]);
  }
}
