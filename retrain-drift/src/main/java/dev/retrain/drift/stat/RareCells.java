package dev.retrain.drift.stat;

import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * The test of the cells that are too rare for the chi-square law, each on its own: pooled into one,
 * categories that vanished and categories that are new cancel out.
 *
 * <p>Given how many rows each sample has in these cells and each cell in both samples, Pearson's
 * statistic has a mean and a variance that are known exactly however rare the cells are (Haldane,
 * Biometrika 31, 1940; Dawson, The American Statistician 8, 1954); its law is taken as the gamma
 * distribution of that mean and variance. Where every category has one row the statistic can take
 * one value only, and nothing can be said.
 */
final class RareCells {

  private final long reference;
  private final long current;
  private final int cells;
  private final double statistic;
  private final double inverseSum;

  private RareCells(long reference, long current, int cells, double statistic, double inverseSum) {
    this.reference = reference;
    this.current = current;
    this.cells = cells;
    this.statistic = statistic;
    this.inverseSum = inverseSum;
  }

  /**
   * Takes the cells in which either sample expects fewer rows than the law needs.
   *
   * @param needed rows of both samples from which a cell is not rare
   */
  static RareCells of(long[] reference, long[] current, double needed) {
    long n = 0;
    long m = 0;
    int cells = 0;
    for (int i = 0; i < reference.length; i++) {
      long both = reference[i] + current[i];
      if (both > 0 && both < needed) {
        n += reference[i];
        m += current[i];
        cells++;
      }
    }
    double all = (double) n + m;
    double sum = 0;
    double inverses = 0;
    for (int i = 0; i < reference.length && n > 0 && m > 0; i++) {
      double both = (double) reference[i] + current[i];
      if (both > 0 && both < needed) {
        double difference = reference[i] - n * both / all;
        sum += difference * difference / both;
        inverses += 1 / both;
      }
    }
    double statistic = n == 0 || m == 0 ? 0 : sum * all / n * all / m;
    return new RareCells(n, m, cells, statistic, inverses);
  }

  /** Returns whether the statistic can take more than one value. */
  boolean canBeTested() {
    return cells > 1 && reference > 0 && current > 0 && reference + current > 3 && variance() > 0;
  }

  /** Returns the p-value, the statistic divided by the design effect. */
  double pValue(double designEffect) {
    double mean = mean();
    double variance = variance();
    double scaled = statistic / designEffect;
    return scaled <= 0
        ? 1
        : GammaDistribution.of(mean * mean / variance, variance / mean).survivalProbability(scaled);
  }

  double statistic() {
    return statistic;
  }

  double mean() {
    double all = (double) reference + current;
    return all / (all - 1) * (cells - 1);
  }

  double variance() {
    double all = (double) reference + current;
    double v1 = (all - 2) / (all - 1);
    double v2 = (cells - 1) * (all - cells) / (all - 1);
    double w1 = (all / reference + all / current - 4) / (all - 2);
    double w2 = (all * inverseSum - (double) cells * cells) / (all - 2);
    double variance = 2 * all / (all - 3) * (v1 - w1) * (v2 - w2) + all * all / (all - 1) * w1 * w2;
    return variance > 1e-9 * all ? variance : 0;
  }
}
