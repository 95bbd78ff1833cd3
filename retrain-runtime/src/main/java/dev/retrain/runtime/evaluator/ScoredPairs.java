package dev.retrain.runtime.evaluator;

import dev.retrain.api.evaluation.Scores;
import dev.retrain.drift.metric.PairedComparison;
import dev.retrain.drift.metric.PairedDifference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** The rows that both models scored, in the challenger's order. */
final class ScoredPairs {

  static final double THRESHOLD = 0.5;

  private final double[] labels;
  private final double[] champion;
  private final double[] challenger;

  private ScoredPairs(double[] labels, double[] champion, double[] challenger) {
    this.labels = labels;
    this.champion = champion;
    this.challenger = challenger;
  }

  static ScoredPairs of(Scores challenger, Scores champion) {
    Map<String, Integer> rows = new HashMap<>();
    for (int i = 0; i < champion.size(); i++) {
      rows.put(champion.id(i), i);
    }
    int[] mine =
        IntStream.range(0, challenger.size())
            .filter(i -> rows.containsKey(challenger.id(i)))
            .toArray();
    return new ScoredPairs(
        Arrays.stream(mine).mapToDouble(challenger::label).toArray(),
        Arrays.stream(mine)
            .mapToDouble(i -> champion.score(rows.getOrDefault(challenger.id(i), 0)))
            .toArray(),
        Arrays.stream(mine).mapToDouble(challenger::score).toArray());
  }

  double[] champion() {
    return champion;
  }

  double[] challenger() {
    return challenger;
  }

  int size() {
    return labels.length;
  }

  boolean[] classes() {
    return classes(labels);
  }

  static boolean[] classes(double[] labels) {
    boolean[] classes = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0 && labels[i] != 1) {
        throw new IllegalArgumentException("two classes are labelled 0 and 1, not " + labels[i]);
      }
      classes[i] = labels[i] == 1;
    }
    return classes;
  }

  boolean[] right(double[] scores) {
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      right[i] = scores[i] >= THRESHOLD == (labels[i] == 1);
    }
    return right;
  }

  PairedDifference meanOf(DoubleBinaryOperator loss) {
    return PairedComparison.mean(losses(champion, loss), losses(challenger, loss));
  }

  private double[] losses(double[] scores, DoubleBinaryOperator loss) {
    double[] losses = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      losses[i] = loss.applyAsDouble(labels[i], scores[i]);
    }
    return losses;
  }

  /** Returns the labels of rows, which may repeat. */
  double[] labels(int[] rows) {
    return at(labels, rows);
  }

  /** Returns the values of rows, which may repeat. */
  static double[] at(double[] values, int[] rows) {
    double[] drawn = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      drawn[i] = values[rows[i]];
    }
    return drawn;
  }
}
