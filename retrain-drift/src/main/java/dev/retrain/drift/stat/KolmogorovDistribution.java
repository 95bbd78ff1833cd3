package dev.retrain.drift.stat;

/** Kolmogorov's limiting distribution of sqrt(n) D. */
final class KolmogorovDistribution {

  private static final double SERIES_CHANGE = 1.18;
  private static final int TERMS = 20;

  private KolmogorovDistribution() {}

  /**
   * Returns P(K &gt;= x): the alternating series where it converges fast, its theta-function dual
   * below (Marsaglia, Tsang, Wang, J. Stat. Softw. 8/18, 2003).
   */
  static double upperTail(double x) {
    if (x <= 0) {
      return 1;
    }
    return x < SERIES_CHANGE ? 1 - dual(x) : alternating(x);
  }

  private static double dual(double x) {
    double sum = 0;
    for (int k = 1; k <= TERMS; k++) {
      double odd = (2 * k - 1) * Math.PI;
      sum += Math.exp(-odd * odd / (8 * x * x));
    }
    return Math.sqrt(2 * Math.PI) / x * sum;
  }

  private static double alternating(double x) {
    double sum = 0;
    for (int k = TERMS; k >= 1; k--) {
      double term = Math.exp(-2.0 * k * k * x * x);
      sum += (k & 1) == 1 ? term : -term;
    }
    return Math.min(1, 2 * sum);
  }
}
