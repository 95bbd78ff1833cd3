package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Statistic.Reason;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/** Tests whether rows go missing more or less often than in the reference. */
public final class MissingRate {

  private static final double NORMAL_FROM = 5;

  private MissingRate() {}

  /**
   * Compares two shares of missing rows: by chi-square where every cell expects five rows or more,
   * by Fisher's exact test otherwise. Undefined only for a sample without rows.
   */
  public static Statistic<MissingRateTest> test(
      long referenceMissing, long referenceRows, long currentMissing, long currentRows) {
    return test(referenceMissing, referenceRows, currentMissing, currentRows, 1);
  }

  /**
   * Returns the same for rows that depend on one another.
   *
   * @param designEffect variance of the shares over that of independent rows, at least 1
   */
  public static Statistic<MissingRateTest> test(
      long referenceMissing,
      long referenceRows,
      long currentMissing,
      long currentRows,
      double designEffect) {
    if (referenceRows == 0 || currentRows == 0) {
      return Statistic.undefined(Reason.INSUFFICIENT_DATA);
    }
    double n = referenceRows;
    double m = currentRows;
    double missing = (double) referenceMissing + currentMissing;
    double least = Math.min(missing, n + m - missing) * Math.min(n, m) / (n + m);
    double p =
        least >= NORMAL_FROM
            ? chiSquare(referenceMissing / n - currentMissing / m, n, m, missing, designEffect)
            : fisher(referenceMissing, referenceRows, currentMissing, currentRows);
    return Statistic.of(new MissingRateTest(referenceMissing / n, currentMissing / m, p));
  }

  private static double chiSquare(
      double change, double n, double m, double missing, double designEffect) {
    double share = missing / (n + m);
    double variance = share * (1 - share) * (1 / n + 1 / m);
    return ChiSquared.upperTail(change * change / variance / designEffect, 1);
  }

  /** Sums the probabilities of all tables no likelier than the one observed. */
  private static double fisher(long a, long n, long b, long m) {
    long missing = Math.min(a + b, n + m - a - b);
    if (missing == 0) {
      return 1;
    }
    boolean rarelyMissing = missing == a + b;
    if (n + m > Integer.MAX_VALUE) {
      return binomial(missing, rarelyMissing ? b : m - b, (double) m / (n + m), m);
    }
    var tables =
        HypergeometricDistribution.of(
            Math.toIntExact(n + m), Math.toIntExact(missing), Math.toIntExact(m));
    int seen = Math.toIntExact(rarelyMissing ? b : m - b);
    double limit = tables.logProbability(seen) + 1e-7;
    double p = 0;
    for (int k = tables.getSupportLowerBound(); k <= tables.getSupportUpperBound(); k++) {
      double logProbability = tables.logProbability(k);
      p += logProbability <= limit ? Math.exp(logProbability) : 0;
    }
    return Math.min(1, p);
  }

  /** The limit of Fisher's test for more rows than the hypergeometric distribution can count. */
  private static double binomial(long missing, long seen, double share, long most) {
    var tables = BinomialDistribution.of(Math.toIntExact(missing), share);
    double limit = tables.logProbability(Math.toIntExact(seen)) + 1e-7;
    double p = 0;
    for (int k = 0; k <= Math.min(missing, most); k++) {
      double logProbability = tables.logProbability(k);
      p += logProbability <= limit ? Math.exp(logProbability) : 0;
    }
    return Math.min(1, p);
  }
}
