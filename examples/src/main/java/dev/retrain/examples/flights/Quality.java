package dev.retrain.examples.flights;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How well scores fit labels. */
final class Quality {

  // A model that is wrong with certainty is not infinitely bad, only very bad.
  private static final double NEVER = 1e-6;

  private Quality() {}

  /** Returns the quality of probabilities against labels of 0 and 1. */
  static Map<String, Double> ofProbabilities(Scored scored) {
    return Map.of(
        "auc", auc(scored),
        "accuracy", accuracy(scored),
        "log_loss", logLoss(scored),
        "brier", meanSquare(scored));
  }

  /** Returns the quality of predicted numbers, in the labels' unit. */
  static Map<String, Double> ofNumbers(Scored scored) {
    return Map.of("mae", meanDistance(scored), "rmse", Math.sqrt(meanSquare(scored)));
  }

  /**
   * Returns the probability that a late flight is scored above one in time, ties counted half: the
   * rank sum of Mann and Whitney. One half where one of the two kinds is missing.
   */
  static double auc(Scored scored) {
    double[] scores = scored.scores();
    Integer[] order = IntStream.range(0, scored.rows()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(row -> scores[row]));
    double rankSum = 0;
    double late = 0;
    for (int first = 0, next; first < order.length; first = next) {
      next = first;
      while (next < order.length && scores[order[next]] == scores[order[first]]) {
        next++;
      }
      double rank = (first + 1 + next) / 2.0;
      for (int i = first; i < next; i++) {
        rankSum += rank * scored.labels()[order[i]];
        late += scored.labels()[order[i]];
      }
    }
    double pairs = late * (order.length - late);
    return pairs == 0 ? 0.5 : (rankSum - late * (late + 1) / 2) / pairs;
  }

  static double logLoss(Scored scored) {
    return mean(
        scored,
        row -> {
          double p = Math.max(NEVER, Math.min(1 - NEVER, scored.scores()[row]));
          return -Math.log(scored.labels()[row] == 1 ? p : 1 - p);
        });
  }

  private static double accuracy(Scored scored) {
    return mean(scored, row -> scored.scores()[row] >= 0.5 == (scored.labels()[row] == 1) ? 1 : 0);
  }

  private static double meanSquare(Scored scored) {
    return mean(scored, row -> Math.pow(scored.scores()[row] - scored.labels()[row], 2));
  }

  private static double meanDistance(Scored scored) {
    return mean(scored, row -> Math.abs(scored.scores()[row] - scored.labels()[row]));
  }

  private static double mean(Scored scored, IntToDoubleFunction ofRow) {
    return IntStream.range(0, scored.rows()).mapToDouble(ofRow).average().orElseThrow();
  }
}
