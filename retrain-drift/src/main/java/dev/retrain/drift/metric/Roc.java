package dev.retrain.drift.metric;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve and what each row contributes to it.
 *
 * <p>By midranks, in O(n log n): Sun and Xu, IEEE Signal Processing Letters 21 (2014), for the
 * variance of DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988).
 */
final class Roc {

  private final double area;
  private final double[] ofPositives;
  private final double[] ofNegatives;

  private Roc(double area, double[] ofPositives, double[] ofNegatives) {
    this.area = area;
    this.ofPositives = ofPositives;
    this.ofNegatives = ofNegatives;
  }

  /** Computes the curve's area; both classes must occur. */
  static Roc of(boolean[] labels, double[] scores) {
    double[] all = midranks(scores);
    double[] positives = midranks(pick(labels, scores, true));
    double[] negatives = midranks(pick(labels, scores, false));
    double[] ofPositives = new double[positives.length];
    double[] ofNegatives = new double[negatives.length];
    int p = 0;
    int q = 0;
    for (int i = 0; i < scores.length; i++) {
      if (labels[i]) {
        ofPositives[p] = (all[i] - positives[p]) / negatives.length;
        p++;
      } else {
        ofNegatives[q] = 1 - (all[i] - negatives[q]) / positives.length;
        q++;
      }
    }
    return new Roc(Arrays.stream(ofPositives).average().orElse(0), ofPositives, ofNegatives);
  }

  static boolean isDefined(boolean[] labels) {
    boolean some = false;
    boolean all = true;
    for (boolean label : labels) {
      some |= label;
      all &= label;
    }
    return some && !all;
  }

  private static double[] pick(boolean[] labels, double[] scores, boolean label) {
    return IntStream.range(0, scores.length)
        .filter(i -> labels[i] == label)
        .mapToDouble(i -> scores[i])
        .toArray();
  }

  /** Ranks from 1, equal scores sharing the mean of theirs. */
  static double[] midranks(double[] scores) {
    double[] sorted = new double[scores.length];
    Arrays.setAll(sorted, i -> scores[i] + 0.0); // makes one zero of the two
    Arrays.sort(sorted);
    double[] ranks = new double[scores.length];
    Arrays.setAll(ranks, i -> (below(sorted, scores[i]) + upTo(sorted, scores[i]) + 1) / 2.0);
    return ranks;
  }

  /** Returns how many of the sorted scores are smaller. */
  private static int below(double[] sorted, double score) {
    return count(sorted, other -> other < score);
  }

  /** Returns how many of the sorted scores are no greater. */
  private static int upTo(double[] sorted, double score) {
    return count(sorted, other -> other <= score);
  }

  /** Returns how many of the first scores meet a condition that none after them meets. */
  private static int count(double[] sorted, DoublePredicate first) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first.test(sorted[middle])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  double area() {
    return area;
  }

  /**
   * Returns the error; absent where a class has a single row, which tells nothing of how its scores
   * vary.
   */
  OptionalDouble standardError() {
    return hasSpread() ? OptionalDouble.of(Math.sqrt(variance())) : OptionalDouble.empty();
  }

  /** Returns whether both classes have two rows or more, so that variances are defined. */
  boolean hasSpread() {
    return ofPositives.length > 1 && ofNegatives.length > 1;
  }

  double variance() {
    return covariance(this);
  }

  /** Returns the covariance with the area of other scores on the same rows. */
  double covariance(Roc other) {
    return covariance(ofPositives, other.ofPositives) / ofPositives.length
        + covariance(ofNegatives, other.ofNegatives) / ofNegatives.length;
  }

  private static double covariance(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum / (x.length - 1);
  }
}
