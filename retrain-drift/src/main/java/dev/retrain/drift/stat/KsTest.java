package dev.retrain.drift.stat;

/**
 * The outcome of a two-sample Kolmogorov-Smirnov test.
 *
 * @param statistic greatest distance between the two empirical distribution functions, 0 to 1
 * @param pValue probability of such a distance or a greater one under no drift, two-sided
 * @param method how the p-value was found
 * @param ties whether reference values repeat; the p-value is then conservative (too large)
 * @param statisticError how far the statistic may be off: 0 when exact, the summed rank error of
 *     the sketches or bins otherwise. The p-value already allows for it.
 */
public record KsTest(
    double statistic, double pValue, PMethod method, boolean ties, double statisticError) {

  /** Returns a copy of the statistic with the p-value of other, effective numbers of rows. */
  public KsTest withRows(double n, double m) {
    double sure = Math.max(0, statistic - statisticError);
    double p = KolmogorovSmirnov.pValue(sure, n, m);
    return new KsTest(statistic, p, PMethod.ASYMPTOTIC, ties, statisticError);
  }

  /** How a p-value was found. */
  public enum PMethod {
    /** By counting lattice paths. */
    EXACT,
    /** By Kolmogorov's limiting distribution with Stephens' small-sample correction. */
    ASYMPTOTIC
  }
}
