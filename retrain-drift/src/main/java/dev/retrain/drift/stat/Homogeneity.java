package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Statistic.Reason;
import java.util.Optional;

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

  /** Computes Pearson's chi-square test. */
  public static Statistic<HomogeneityTest> chiSquare(BinCounts reference, BinCounts current) {
    return test(reference, current, 1, Homogeneity::pearson);
  }

  /** Computes the likelihood-ratio (G) test. */
  public static Statistic<HomogeneityTest> g(BinCounts reference, BinCounts current) {
    return test(reference, current, 1, Homogeneity::likelihoodRatio);
  }

  /**
   * Performs Pearson's test for rows that depend on one another: the statistic is divided by the
   * design effect (first-order correction of Rao and Scott, Annals of Statistics 12, 1984).
   *
   * @param designEffect variance of the shares over that of independent rows, at least 1
   */
  public static Statistic<HomogeneityTest> chiSquare(
      BinCounts reference, BinCounts current, double designEffect) {
    return test(reference, current, designEffect, Homogeneity::pearson);
  }

  /**
   * Returns the p-value that a verdict rests on: Pearson's test of the common cells and the pooled
   * rare ones, and the test of the rare cells each on its own, which sees categories that replaced
   * one another. Where both can be done, the smaller of the two p-values counts twice.
   *
   * @param designEffect variance of the shares over that of independent rows, at least 1
   * @return absent where nothing can be tested
   */
  public static Optional<Double> pValue(
      BinCounts reference, BinCounts current, double designEffect) {
    Optional<Double> common =
        chiSquare(reference, current, designEffect).asOptional().map(HomogeneityTest::pValue);
    if (SampleSizes.problem(reference, current).isPresent()) {
      return common;
    }
    double needed = needed((double) reference.present(), (double) current.present());
    RareCells cells = RareCells.of(reference.counts(), current.counts(), needed);
    if (!cells.canBeTested()) {
      return common;
    }
    double rare = cells.pValue(designEffect);
    return Optional.of(common.map(p -> Math.min(1, 2 * Math.min(p, rare))).orElse(rare));
  }

  /** Returns how many rows of both samples a cell needs for either to expect five. */
  private static double needed(double n, double m) {
    return LEAST_EXPECTED * (n + m) / Math.min(n, m);
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

  private static Statistic<HomogeneityTest> test(
      BinCounts reference, BinCounts current, double designEffect, Term term) {
    var problem = SampleSizes.problem(reference, current);
    if (problem.isPresent()) {
      return Statistic.undefined(problem.get());
    }
    if (TableCells.occupied(reference.counts(), current.counts()) < 2) {
      return Statistic.undefined(Reason.CONSTANT);
    }
    Pooled pooled = Pooled.of(reference.counts(), current.counts(), LEAST_EXPECTED);
    return pooled.cells() < 2
        ? Statistic.undefined(Reason.INSUFFICIENT_DATA)
        : Statistic.of(test(pooled, designEffect, term));
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
