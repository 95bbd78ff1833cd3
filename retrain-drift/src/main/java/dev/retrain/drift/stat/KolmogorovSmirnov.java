package dev.retrain.drift.stat;

import dev.retrain.drift.stat.KsTest.PMethod;
import dev.retrain.drift.stat.Measured.Reason;

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
  public static Measured<KsTest> test(FittedNumeric reference, double... current) {
    BucketedKs search = BucketedKs.of(reference, current);
    return Samples.problem(reference.rows(), reference.present(), current.length, search.present())
        .<Measured<KsTest>>map(Measured::undefined)
        .orElseGet(() -> test(reference, search));
  }

  private static Measured<KsTest> test(FittedNumeric reference, BucketedKs search) {
    long numerator = search.numerator();
    if (numerator == 0 && reference.isConstant()) {
      return Measured.undefined(Reason.CONSTANT);
    }
    long n = reference.present();
    long m = search.present();
    return Measured.of(of(numerator, n, m, reference.hasTies()));
  }

  /** The test of a statistic given as the integer max |i m - j n|. */
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
   * The asymptotic two-sided p-value of a statistic.
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
