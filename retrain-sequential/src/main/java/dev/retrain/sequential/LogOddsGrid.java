package dev.retrain.sequential;

/**
 * E-values for a log odds ratio from its log likelihood on a fixed grid.
 *
 * <p>For each null value the likelihood ratio is averaged over the alternatives on one side of it
 * (method of mixtures: Robbins 1970, Annals of Mathematical Statistics 41(5), 1397-1409; lemma 2 of
 * Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49(2), arXiv 1810.08240v9). The
 * weights follow a half-Cauchy density with scale 0.5, so that ratios of 1.2 to 3 are found fastest
 * and none is lost. The grid is dense around 0 and grows geometrically: an effect that is
 * detectable at all is several grid steps wide by then.
 *
 * <p>The log likelihood is concave, so between grid points it is bounded from above by the chords
 * beside them, prolonged; using the bound for the null value keeps the e-value valid there.
 */
final class LogOddsGrid {
  static final int HALF = 46;
  static final int SIZE = 2 * HALF + 1;
  private static final double SCALE = 0.1;
  private static final double STEP = 0.1;
  private static final double PRIOR_SCALE = 0.5;

  /** The prior's share near the aim; what lies elsewhere costs {@code log(1 / 0.25)} more. */
  private static final double AIMED = 0.75;

  /**
   * The bet is on less than the aim: at the last look of a rollout that just finds it, the best bet
   * is the least effect that still alarms.
   */
  private static final double AIM_CENTRE = 0.65;

  private static final double AIM_WIDTH = 0.2;

  /** Widths from the centre at which the prior ends. */
  private static final double FAR = 4;

  private static final double[] THETA = new double[SIZE];
  private static final double[] SPACING = new double[SIZE];

  static {
    for (int k = 0; k < SIZE; k++) {
      double position = STEP * (k - HALF);
      THETA[k] = SCALE * Math.sinh(position);
      SPACING[k] = Math.cosh(position);
    }
  }

  private LogOddsGrid() {}

  static double theta(int k) {
    return THETA[k];
  }

  /** Unnormalised prior weight of the alternative {@code k} for a null at the given value. */
  static double weight(int k, double nullValue) {
    double distance = (THETA[k] - nullValue) / PRIOR_SCALE;
    return SPACING[k] / (1 + distance * distance);
  }

  /** Log e-value against "at most {@code nullValue}"; 0 where the grid has nothing above it. */
  static double logEAbove(double[] logLikelihood, double nullValue) {
    return logE(logLikelihood, nullValue, above(nullValue), SIZE);
  }

  /**
   * The same with most of the prior near an alternative one is after: it is found sooner, and
   * others hardly later, for the price of a mixture is the logarithm of its weight.
   *
   * @param aim fixed before the data; there is none where it is not above the null
   */
  static double logEAbove(double[] logLikelihood, double nullValue, double aim) {
    double broad = logEAbove(logLikelihood, nullValue);
    if (!(aim > nullValue)) {
      return broad;
    }
    double near = logENear(logLikelihood, nullValue, aim - nullValue);
    double top = Math.max(broad, near);
    return top + Math.log(AIMED * Math.exp(near - top) + (1 - AIMED) * Math.exp(broad - top));
  }

  private static double logENear(double[] logLikelihood, double nullValue, double distance) {
    double centre = nullValue + AIM_CENTRE * distance;
    double width = Math.max(AIM_WIDTH * distance, SCALE * STEP);
    int from = Math.max(above(nullValue), above(centre - FAR * width));
    int to = Math.max(from + 1, above(centre + FAR * width));
    double top = Double.NEGATIVE_INFINITY;
    for (int k = from; k < to && k < SIZE; k++) {
      top = Math.max(top, logLikelihood[k]);
    }
    double weights = 0;
    double sum = 0;
    for (int k = from; k < to && k < SIZE; k++) {
      double z = (THETA[k] - centre) / width;
      double weight = SPACING[k] * Math.exp(-z * z / 2);
      weights += weight;
      sum += weight * Math.exp(logLikelihood[k] - top);
    }
    return weights == 0 ? 0 : Math.log(sum / weights) + top - upperBound(logLikelihood, nullValue);
  }

  private static int above(double value) {
    int from = 0;
    while (from < SIZE && THETA[from] <= value) {
      from++;
    }
    return from;
  }

  /** Log e-value against "at least {@code nullValue}"; 0 where the grid has nothing below it. */
  static double logEBelow(double[] logLikelihood, double nullValue) {
    int to = SIZE;
    while (to > 0 && THETA[to - 1] >= nullValue) {
      to--;
    }
    return logE(logLikelihood, nullValue, 0, to);
  }

  private static double logE(double[] logLikelihood, double nullValue, int from, int to) {
    if (from >= to || Double.isInfinite(nullValue)) {
      return 0;
    }
    double top = Double.NEGATIVE_INFINITY;
    for (int k = from; k < to; k++) {
      top = Math.max(top, logLikelihood[k]);
    }
    double sum = 0;
    double weights = 0;
    for (int k = from; k < to; k++) {
      double weight = weight(k, nullValue);
      weights += weight;
      sum += weight * Math.exp(logLikelihood[k] - top);
    }
    return Math.log(sum / weights) + top - upperBound(logLikelihood, nullValue);
  }

  /** At least the log likelihood at {@code theta}; exactly it on the grid. */
  static double upperBound(double[] logLikelihood, double theta) {
    int right = 0;
    while (right < SIZE && THETA[right] < theta) {
      right++;
    }
    if (right < SIZE && THETA[right] == theta) {
      return logLikelihood[right];
    }
    double bound = Double.POSITIVE_INFINITY;
    if (right >= 2) {
      bound = chord(logLikelihood, right - 2, theta);
    }
    if (right + 1 < SIZE) {
      bound = Math.min(bound, chord(logLikelihood, right, theta));
    }
    return bound;
  }

  private static double chord(double[] logLikelihood, int left, double theta) {
    double slope =
        (logLikelihood[left + 1] - logLikelihood[left]) / (THETA[left + 1] - THETA[left]);
    return logLikelihood[left] + slope * (theta - THETA[left]);
  }

  /** Where the log likelihood is highest on the grid. */
  static int argMax(double[] logLikelihood) {
    int best = HALF;
    for (int k = 0; k < SIZE; k++) {
      if (logLikelihood[k] > logLikelihood[best]) {
        best = k;
      }
    }
    return best;
  }

  /** The largest null value such that it and all below it are refuted at the level. */
  static double lowerBound(double[] logLikelihood, double level) {
    return lowerBound(logLikelihood, level, 0);
  }

  /** The same, given the aim of the test. */
  static double lowerBound(double[] logLikelihood, double level, double aim) {
    double needed = -Math.log(level);
    double low = THETA[0];
    double high = THETA[argMax(logLikelihood)];
    if (logEAbove(logLikelihood, low, aim) < needed) {
      return Double.NEGATIVE_INFINITY;
    }
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (logEAbove(logLikelihood, middle, aim) >= needed) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The smallest null value such that it and all above it are refuted at the level. */
  static double upperBoundAt(double[] logLikelihood, double level) {
    double[] mirrored = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      mirrored[k] = logLikelihood[SIZE - 1 - k];
    }
    return -lowerBound(mirrored, level);
  }

  /**
   * The standardised distance from the null at which the e-value reaches {@code 1 / alpha}, were
   * the log likelihood a parabola with the given standard error.
   *
   * @param aim above the null; 0 for none
   */
  static double criticalZ(double standardError, double alpha, double aim) {
    double needed = -Math.log(alpha);
    double low = 0;
    double high = 60;
    double[] parabola = new double[SIZE];
    for (int i = 0; i < 50; i++) {
      double z = (low + high) / 2;
      for (int k = 0; k < SIZE; k++) {
        double step = THETA[k] / standardError;
        parabola[k] = step * (z - step / 2);
      }
      if (logEAbove(parabola, 0, aim) >= needed) {
        high = z;
      } else {
        low = z;
      }
    }
    return high;
  }
}
