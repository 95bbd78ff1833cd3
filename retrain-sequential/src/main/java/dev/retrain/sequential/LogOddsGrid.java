package dev.retrain.sequential;

/**
 * Computes e-values for a log odds ratio from its log likelihood on a fixed grid.
 *
 * <p>For each null value the likelihood ratio is averaged over the alternatives on one side of it
 * (method of mixtures: Robbins 1970, Annals of Mathematical Statistics 41(5), 1397-1409; lemma 2 of
 * Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49(2), arXiv 1810.08240v9). The
 * weights follow a half-Cauchy density with scale 0.5, so that odds ratios of 1.2 to 3 are detected
 * fastest and larger ones still are. The grid is dense around 0 and grows geometrically: an effect
 * that is detectable at all is several grid steps wide by then.
 *
 * <p>The log likelihood is concave, so between grid points it is bounded from above by the extended
 * chords of the neighbouring intervals; using the bound for the null value keeps the e-value valid
 * there.
 */
final class LogOddsGrid {
  static final int HALF = 46;
  static final int SIZE = 2 * HALF + 1;
  private static final double SCALE = 0.1;
  private static final double STEP = 0.1;
  private static final double PRIOR_SCALE = 0.5;

  /**
   * The prior's share near the target effect; effects elsewhere cost {@code log(1 / 0.25)} more.
   */
  private static final double TARGET_SHARE = 0.75;

  /**
   * The prior is centred below the target effect: at the last look of a rollout that just detects
   * it, the most powerful alternative is the smallest effect that still raises an alarm.
   */
  private static final double TARGET_CENTRE = 0.65;

  private static final double TARGET_WIDTH = 0.2;

  /** Number of widths from the centre at which the prior is cut off. */
  private static final double CUT_OFF = 4;

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

  /**
   * Returns the unnormalised prior weight of the alternative {@code k} for a null at the given
   * value.
   */
  static double weight(int k, double nullValue) {
    double distance = (THETA[k] - nullValue) / PRIOR_SCALE;
    return SPACING[k] / (1 + distance * distance);
  }

  /**
   * Returns the log e-value against "at most {@code nullValue}"; 0 if the grid has no point above
   * it.
   */
  static double logEAbove(double[] logLikelihood, double nullValue) {
    return logE(logLikelihood, nullValue, above(nullValue), SIZE);
  }

  /**
   * Returns a copy with most of the prior near a target effect, which is then detected sooner;
   * others are detected little later, because the cost of a mixture component is the logarithm of
   * its weight.
   *
   * @param target target effect, fixed before the data; ignored unless it lies above the null
   */
  static double logEAbove(double[] logLikelihood, double nullValue, double target) {
    double broad = logEAbove(logLikelihood, nullValue);
    if (!(target > nullValue)) {
      return broad;
    }
    double near = logENear(logLikelihood, nullValue, target - nullValue);
    double top = Math.max(broad, near);
    return top
        + Math.log(
            TARGET_SHARE * Math.exp(near - top) + (1 - TARGET_SHARE) * Math.exp(broad - top));
  }

  private static double logENear(double[] logLikelihood, double nullValue, double distance) {
    double centre = nullValue + TARGET_CENTRE * distance;
    double width = Math.max(TARGET_WIDTH * distance, SCALE * STEP);
    int from = Math.max(above(nullValue), above(centre - CUT_OFF * width));
    int to = Math.max(from + 1, above(centre + CUT_OFF * width));
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

  /**
   * Returns the log e-value against "at least {@code nullValue}"; 0 if the grid has no point below
   * it.
   */
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

  /** Returns an upper bound of the log likelihood at {@code theta}; exact on the grid. */
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

  /** Returns the grid index of the highest log likelihood. */
  static int argMax(double[] logLikelihood) {
    int best = HALF;
    for (int k = 0; k < SIZE; k++) {
      if (logLikelihood[k] > logLikelihood[best]) {
        best = k;
      }
    }
    return best;
  }

  /** Returns the largest null value such that it and all below it are rejected at the level. */
  static double lowerNull(double[] logLikelihood, double level) {
    return lowerNull(logLikelihood, level, 0);
  }

  /** Returns the same for a test with a target effect. */
  static double lowerNull(double[] logLikelihood, double level, double target) {
    double threshold = -Math.log(level);
    double low = THETA[0];
    double high = THETA[argMax(logLikelihood)];
    if (logEAbove(logLikelihood, low, target) < threshold) {
      return Double.NEGATIVE_INFINITY;
    }
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (logEAbove(logLikelihood, middle, target) >= threshold) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the smallest null value such that it and all above it are rejected at the level. */
  static double upperNull(double[] logLikelihood, double level) {
    double[] mirrored = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      mirrored[k] = logLikelihood[SIZE - 1 - k];
    }
    return -lowerNull(mirrored, level);
  }

  /**
   * Returns the standardised distance from the null at which the e-value reaches {@code 1 / alpha}
   * if the log likelihood is a parabola with the given standard error.
   *
   * @param target target effect above the null; 0 for none
   */
  static double criticalZ(double standardError, double alpha, double target) {
    double threshold = -Math.log(alpha);
    double low = 0;
    double high = 60;
    double[] parabola = new double[SIZE];
    for (int i = 0; i < 50; i++) {
      double z = (low + high) / 2;
      for (int k = 0; k < SIZE; k++) {
        double step = THETA[k] / standardError;
        parabola[k] = step * (z - step / 2);
      }
      if (logEAbove(parabola, 0, target) >= threshold) {
        high = z;
      } else {
        low = z;
      }
    }
    return high;
  }
}
