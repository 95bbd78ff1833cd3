package dev.retrain.sequential;

import java.util.List;

/**
 * Computes confidence sequences for one quantile from bucket counts.
 *
 * <p>A bound rejects a whole family of hypotheses, one per bucket bound, at the error of one:
 * counts above a bound fall as the bound rises, so whenever any false statement is made, the one
 * about the bound next to the true quantile is made too (for one quantile: Howard and Ramdas 2022,
 * Bernoulli 28(3)).
 */
final class QuantileConfidence {
  static final LatencyCounts NOTHING = LatencyCounts.empty(List.of(1.0));

  private QuantileConfidence() {}

  static boolean canFollow(LatencyCounts later, LatencyCounts earlier) {
    return earlier.total() == 0 || later.canFollow(earlier);
  }

  /** Returns the log e-value against "the quantile is at most {@code limit}". */
  static double logEAbove(LatencyCounts seen, double limit, double quantile) {
    long slower = seen.above(seen.boundAtOrAbove(limit));
    return BernoulliMixture.logEAbove(new EventCount(slower, seen.total()), 1 - quantile);
  }

  /** Returns the log e-value against "the quantile is at least {@code limit}". */
  static double logEBelow(LatencyCounts seen, double limit, double quantile) {
    long slower = seen.above(seen.boundAtOrBelow(limit));
    return BernoulliMixture.logEBelow(new EventCount(slower, seen.total()), 1 - quantile);
  }

  /** Returns bounds on the quantile, each at the level: bucket bounds, 0 or infinity. */
  static ConfidenceInterval interval(LatencyCounts seen, double quantile, double level) {
    return new ConfidenceInterval(lower(seen, quantile, level), upper(seen, quantile, level));
  }

  static double upper(LatencyCounts seen, double quantile, double level) {
    double threshold = -Math.log(level);
    int low = 0;
    int high = seen.bounds().size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (logEBelow(seen, seen.bounds().get(middle), quantile) >= threshold) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == seen.bounds().size() ? Double.POSITIVE_INFINITY : seen.bounds().get(low);
  }

  static double lower(LatencyCounts seen, double quantile, double level) {
    double threshold = -Math.log(level);
    int low = -1;
    int high = seen.bounds().size() - 1;
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (logEAbove(seen, seen.bounds().get(middle), quantile) >= threshold) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low < 0 ? 0 : seen.bounds().get(low);
  }
}
