package dev.retrain.drift.stat;

/**
 * The exact p-value of the two-sample Kolmogorov-Smirnov statistic without ties.
 *
 * <p>Walks the lattice of all orders of the two samples and keeps the probability of having touched
 * |i m - j n| &gt;= numerator on the way (Hodges, Arkiv foer Matematik 3/43, 1958). Adding only
 * positive terms keeps the relative accuracy of tiny tails.
 */
final class KsLattice {

  private KsLattice() {}

  static double pValue(long numerator, long n, long m) {
    if (numerator <= 0) {
      return 1;
    }
    double[] touched = new double[Math.toIntExact(m) + 1];
    for (int j = 1; j <= m; j++) {
      touched[j] = j * n >= numerator ? 1 : touched[j - 1];
    }
    for (int i = 1; i <= n; i++) {
      row(touched, i, numerator, n, m);
    }
    return touched[(int) m];
  }

  private static void row(double[] touched, long i, long numerator, long n, long m) {
    touched[0] = i * m >= numerator ? 1 : touched[0];
    for (int j = 1; j < touched.length; j++) {
      boolean outside = Math.abs(i * m - j * n) >= numerator;
      double total = i + j;
      touched[j] = outside ? 1 : (i * touched[j] + j * touched[j - 1]) / total;
    }
  }
}
