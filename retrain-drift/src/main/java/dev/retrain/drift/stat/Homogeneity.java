package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Measured.Reason;

/**
 * Two-sample tests of homogeneity: both samples are taken as drawn, neither as the truth.
 *
 * <p>Cells in which either sample expects fewer than five rows are pooled into one (Cochran's
 * rule), and that one with the smallest other cell if it is still too rare. A category only one
 * sample has is a cell like any other.
 */
public final class Homogeneity {

  private static final double LEAST_EXPECTED = 5;

  private Homogeneity() {}

  /** Pearson's chi-square test. */
  public static Measured<HomogeneityTest> chiSquare(BinCounts reference, BinCounts current) {
    return test(reference, current, 1, Homogeneity::pearson);
  }

  /** The likelihood-ratio (G) test. */
  public static Measured<HomogeneityTest> g(BinCounts reference, BinCounts current) {
    return test(reference, current, 1, Homogeneity::likelihoodRatio);
  }

  /**
   * Pearson's test for rows that depend on one another: the statistic is divided by the design
   * effect (first-order correction of Rao and Scott, Annals of Statistics 12, 1984).
   *
   * @param designEffect variance of the shares over that of independent rows, at least 1
   */
  public static Measured<HomogeneityTest> chiSquare(
      BinCounts reference, BinCounts current, double designEffect) {
    return test(reference, current, designEffect, Homogeneity::pearson);
  }

  private interface Term {
    double of(double observed, double expected);
  }

  private static double pearson(double observed, double expected) {
    double difference = observed - expected;
    return difference * difference / expected;
  }

  private static double likelihoodRatio(double observed, double expected) {
    return observed == 0 ? 0 : 2 * observed * Math.log(observed / expected);
  }

  private static Measured<HomogeneityTest> test(
      BinCounts reference, BinCounts current, double designEffect, Term term) {
    var problem = Samples.problem(reference, current);
    if (problem.isPresent()) {
      return Measured.undefined(problem.get());
    }
    if (Cells.occupied(reference.counts(), current.counts()) < 2) {
      return Measured.undefined(Reason.CONSTANT);
    }
    Pooled pooled = Pooled.of(reference.counts(), current.counts(), LEAST_EXPECTED);
    return pooled.cells() < 2
        ? Measured.undefined(Reason.INSUFFICIENT_DATA)
        : Measured.of(test(pooled, designEffect, term));
  }

  private static HomogeneityTest test(Pooled pooled, double designEffect, Term term) {
    double n = pooled.referenceRows();
    double m = pooled.currentRows();
    double statistic = 0;
    for (int i = 0; i < pooled.cells(); i++) {
      double both = pooled.reference(i) + pooled.current(i);
      statistic += term.of(pooled.reference(i), both * n / (n + m));
      statistic += term.of(pooled.current(i), both * m / (n + m));
    }
    statistic = Math.max(0, statistic);
    int freedom = pooled.cells() - 1;
    double p = ChiSquared.upperTail(statistic / designEffect, freedom);
    double v = Math.min(1, Math.sqrt(statistic / (n + m)));
    return new HomogeneityTest(statistic, freedom, p, v, pooled.rare());
  }
}
