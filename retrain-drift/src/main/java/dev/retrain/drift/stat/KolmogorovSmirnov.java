package dev.retrain.drift.stat;

import dev.retrain.drift.stat.KsTest.PMethod;
import dev.retrain.drift.stat.Statistic.Reason;

/** The two-sample Kolmogorov-Smirnov test, exact in its statistic. */
public final class KolmogorovSmirnov {

  private static final long EXACT_UP_TO = 1_000_000;

  private KolmogorovSmirnov() {}

  /**
   * Tests a current sample against a fitted reference.
   *
   * <p>The statistic is exact: its numerator max |i m - j n| is an integer and divided once. The
   * p-value is exact while n m is at most one million, asymptotic beyond. NaN is left out.
   */
  public static Statistic<KsTest> test(FittedNumeric reference, double... current) {
    KsSearch search =
        AtomKs.of(reference, current)
            .or(() -> StepKs.of(reference, current))
            .orElseGet(() -> BucketedKs.of(reference, current));
    return SampleSizes.problem(
            reference.rows(), reference.present(), current.length, search.present())
        .<Statistic<KsTest>>map(Statistic::undefined)
        .orElseGet(() -> test(reference, search));
  }

  private static Statistic<KsTest> test(FittedNumeric reference, KsSearch search) {
    long numerator = search.numerator();
    if (numerator == 0 && reference.isConstant()) {
      return Statistic.undefined(Reason.CONSTANT);
    }
    long n = reference.present();
    long m = search.present();
    return Statistic.of(of(numerator, n, m, reference.hasTies()));
  }

  /** Returns the test of a statistic given as the integer max |i m - j n|. */
  static KsTest of(long numerator, long n, long m, boolean ties) {
    double statistic = numerator / ((double) n * m);
    boolean exact = n * m <= EXACT_UP_TO;
    double p =
        exact ? KsLattice.pValue(numerator, n, m) : pValue(statistic, (double) n, (double) m);
    return new KsTest(statistic, p, exact ? PMethod.EXACT : PMethod.ASYMPTOTIC, ties, 0);
  }

  /**
   * Tests a statistic that is known up to an error, as sketches and bins give it: the p-value is
   * that of the statistic less the error.
   *
   * @param statistic distance between distribution functions, 0 to 1
   * @param error how far it may be off, at least 0
   * @param n rows of the reference, possibly an effective number
   * @param m rows of the current sample, possibly an effective number
   */
  public static KsTest approximate(double statistic, double error, double n, double m) {
    double sure = Math.max(0, statistic - error);
    return new KsTest(statistic, pValue(sure, n, m), PMethod.ASYMPTOTIC, true, error);
  }

  /**
   * Tests counts over the same bins: the distance at their edges.
   *
   * <p>The true statistic is no smaller and exceeds it by no more than the stated error, the
   * greatest share of a bin of several values; so the p-value errs on the side of no drift.
   *
   * @param rankError how far the reference counts may be off, as a share of its rows
   */
  public static Statistic<KsTest> overBins(
      BinCounts reference, BinCounts current, double rankError) {
    var problem = SampleSizes.problem(reference, current);
    if (problem.isPresent()) {
      return Statistic.undefined(problem.get());
    }
    if (TableCells.occupied(reference.counts(), current.counts()) < 2) {
      return Statistic.undefined(Reason.CONSTANT);
    }
    double n = reference.present();
    double m = current.present();
    double left = 0;
    double statistic = 0;
    double widest = 0;
    long[] before = reference.counts();
    long[] now = current.counts();
    for (int i = 0; i < before.length; i++) {
      double p = before[i] / n;
      double q = now[i] / m;
      widest = Math.max(widest, Math.min(p, q));
      left += p - q;
      statistic = Math.max(statistic, Math.abs(left));
    }
    double sure = Math.max(0, statistic - rankError);
    return Statistic.of(
        new KsTest(statistic, pValue(sure, n, m), PMethod.ASYMPTOTIC, true, widest + rankError));
  }

  /**
   * Returns the asymptotic two-sided p-value of a statistic.
   *
   * <p>Kolmogorov's distribution at (sqrt(e) + 0.12 + 0.11 / sqrt(e)) D with e = n m / (n + m):
   * Stephens, J. R. Stat. Soc. B 32 (1970), table 1A.
   *
   * @param n rows of the reference; effective numbers need not be whole
   * @param m rows of the current sample
   */
  public static double pValue(double statistic, double n, double m) {
    double root = Math.sqrt(n / (n + m) * m);
    return KolmogorovDistribution.upperTail((root + 0.12 + 0.11 / root) * statistic);
  }
}
