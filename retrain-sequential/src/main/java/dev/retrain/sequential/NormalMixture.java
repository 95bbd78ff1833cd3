package dev.retrain.sequential;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Computes the one-sided normal mixture: the likelihood ratio of a Gaussian mean averaged over a
 * half-normal density of positive standardised effects.
 *
 * <p>With {@code z} the standardised distance from the null, {@code n} the effective rows and
 * {@code r} the mixture's scale, {@code E = 2 (1 + n r^2)^(-1/2) exp(n r^2 z^2 / (2 (1 + n r^2)))
 * Phi(r z sqrt(n) / sqrt(1 + n r^2))}. Robbins 1970 (Annals of Mathematical Statistics 41(5),
 * 1397-1409); for sub-Gaussian data proposition 6 of Howard, Ramdas, McAuliffe and Sekhon 2021
 * (Annals of Statistics 49(2), arXiv 1810.08240v9), with their {@code rho = 1 / r^2}. With
 * estimated variances it is a one-sided asymptotic confidence sequence in the sense of
 * Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024 (Annals of Statistics 52(6), 2613-2640): an
 * approximation that requires enough rows for the central limit theorem.
 */
final class NormalMixture {
  /** Most powerful for effects of about a tenth to a third of a standard deviation. */
  static final double SCALE = 0.1;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private NormalMixture() {}

  static double logE(double z, double effectiveRows) {
    double information = effectiveRows * SCALE * SCALE;
    double shrinkage = information / (1 + information);
    double tail = NORMAL.cumulativeProbability(z * Math.sqrt(shrinkage));
    return Math.log(2) - Math.log1p(information) / 2 + shrinkage * z * z / 2 + Math.log(tail);
  }

  /** Returns the {@code z} at which the e-value reaches {@code 1 / level}. */
  static double criticalZ(double effectiveRows, double level) {
    double low = 0;
    double high = 1;
    while (logE(high, effectiveRows) < -Math.log(level)) {
      high *= 2;
    }
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (logE(middle, effectiveRows) >= -Math.log(level)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
