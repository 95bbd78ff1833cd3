package dev.retrain.drift.metric;

import java.util.Arrays;
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
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((i, j) -> Double.compare(scores[i] + 0.0, scores[j] + 0.0))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[scores.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to + 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  double area() {
    return area;
  }

  double standardError() {
    return Math.sqrt(variance());
  }

  double variance() {
    return covariance(this);
  }

  /** The covariance with the area of other scores on the same rows. */
  double covariance(Roc other) {
    return covariance(ofPositives, other.ofPositives) / ofPositives.length
        + covariance(ofNegatives, other.ofNegatives) / ofNegatives.length;
  }

  private static double covariance(double[] x, double[] y) {
    if (x.length < 2) {
      return 0;
    }
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum / (x.length - 1);
  }
}
