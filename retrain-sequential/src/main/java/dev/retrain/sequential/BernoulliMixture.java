package dev.retrain.sequential;

/**
 * Computes e-values and confidence sequences for one proportion: the likelihood ratio averaged over
 * alternatives whose odds are a grid of multiples of the null's.
 *
 * <p>With {@code x} events of {@code n} and null rate {@code p}, {@code E = sum over k of w_k
 * exp(theta_k x) (1 - p + p exp(theta_k))^(-n)}, where {@code theta_k > 0} is on the {@link
 * LogOddsGrid} and {@code w_k} its weights: the method of mixtures (Robbins 1970, Annals of
 * Mathematical Statistics 41(5), 1397-1409) for Bernoulli data. Howard, Ramdas, McAuliffe and
 * Sekhon 2021 (Annals of Statistics 49(2); propositions 7 and 8 of arXiv 1810.08240v9) mix with a
 * beta density instead; the discrete half-Cauchy mixture puts more weight on the effects that
 * matter in a rollout. Exact for independent requests of one rate, or of any rates on the null's
 * side. Bounds invert the test, one side each.
 */
final class BernoulliMixture {
  private static final double[] WEIGHT = new double[LogOddsGrid.HALF];
  private static final double[] STEP = new double[LogOddsGrid.HALF];
  private static final double[] GAIN = new double[LogOddsGrid.HALF];

  static {
    double sum = 0;
    for (int i = 0; i < WEIGHT.length; i++) {
      int k = LogOddsGrid.HALF + 1 + i;
      STEP[i] = LogOddsGrid.theta(k);
      GAIN[i] = Math.expm1(STEP[i]);
      WEIGHT[i] = LogOddsGrid.weight(k, 0);
      sum += WEIGHT[i];
    }
    for (int i = 0; i < WEIGHT.length; i++) {
      WEIGHT[i] /= sum;
    }
  }

  private BernoulliMixture() {}

  /**
   * Returns the log e-value against "the rate is at most {@code rate}"; it falls as the rate rises.
   */
  static double logEAbove(EventCount count, double rate) {
    double[] terms = new double[STEP.length];
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < STEP.length; i++) {
      double logNormalizer = Math.log(1 + rate * GAIN[i]);
      terms[i] = count.events() * STEP[i] - count.total() * logNormalizer;
      top = Math.max(top, terms[i]);
    }
    double sum = 0;
    for (int i = 0; i < STEP.length; i++) {
      sum += WEIGHT[i] * Math.exp(terms[i] - top);
    }
    return top + Math.log(sum);
  }

  /** Returns the log e-value against "the rate is at least {@code rate}". */
  static double logEBelow(EventCount count, double rate) {
    return logEAbove(count.complement(), 1 - rate);
  }

  /**
   * Returns the largest rate such that it and all below are rejected at the level; 0 if there is
   * none.
   */
  static double lower(EventCount count, double level) {
    double threshold = -Math.log(level);
    double low = 0;
    double high = count.total() == 0 ? 0 : count.rate();
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (logEAbove(count, middle) >= threshold) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Returns the smallest rate such that it and all above are rejected at the level; 1 if there is
   * none.
   */
  static double upper(EventCount count, double level) {
    return 1 - lower(count.complement(), level);
  }
}
