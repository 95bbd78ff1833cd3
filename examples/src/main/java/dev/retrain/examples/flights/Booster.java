package dev.retrain.examples.flights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Gradient boosting over Tribuo's trees: each tree is grown on the residuals of a random part of
 * the rows, and its leaves take a Newton step over all of them (Friedman, "Greedy function
 * approximation", 2001, and "Stochastic gradient boosting", 2002).
 */
final class Booster {

  // Keeps a leaf with hardly any curvature from taking a huge step.
  private static final double RIDGE = 5;

  private final Outcome outcome;
  private final Hyperparameters settings;

  Booster(Outcome outcome, Hyperparameters settings) {
    this.outcome = outcome;
    this.settings = settings;
  }

  /**
   * Grows a model's trees.
   *
   * @param raw by row: where the raw sum starts; the trees' outputs are added to it
   */
  List<Tree> boost(double[][] features, double[] outcomes, double[] raw) {
    return grow(features, outcomes, raw, 0, settings.trees(), settings.learningRate());
  }

  /**
   * Grows trees that correct a model.
   *
   * @param raw by row: the model's raw sum so far; the trees' outputs are added to it
   * @param trees how many the model has, so that other rows are drawn than for those
   */
  List<Tree> correct(double[][] features, double[] outcomes, double[] raw, int trees) {
    return grow(features, outcomes, raw, trees, settings.warmTrees(), settings.warmLearningRate());
  }

  /** Returns the shift of all raw sums that corrects their level: one Newton step. */
  double shift(double[] outcomes, double[] raw) {
    double slope = 0;
    double curvature = RIDGE;
    for (int row = 0; row < raw.length; row++) {
      double predicted = outcome.predicted(raw[row]);
      slope += outcome.slope(outcomes[row], predicted);
      curvature += outcome.curvature(outcomes[row], predicted);
    }
    return slope / curvature;
  }

  private List<Tree> grow(
      double[][] features, double[] outcomes, double[] raw, int first, int rounds, double rate) {
    int drawn = Math.min(settings.rowsPerTree(), raw.length);
    TreeGrower grower =
        new TreeGrower(settings.depth(), drawn * settings.minLeafShare(), settings.seed());
    List<Tree> trees = new ArrayList<>();
    for (int round = first; round < first + rounds; round++) {
      double[] residuals = residuals(outcomes, raw);
      Tree grown = grower.grow(features, residuals, draw(raw.length, drawn, round));
      Tree tree = grown.withLeaves(steps(grown, features, outcomes, raw, rate));
      Arrays.setAll(raw, row -> raw[row] + tree.score(features[row]));
      trees.add(tree);
    }
    return trees;
  }

  private double[] residuals(double[] outcomes, double[] raw) {
    return IntStream.range(0, raw.length)
        .mapToDouble(row -> outcome.slope(outcomes[row], outcome.predicted(raw[row])))
        .toArray();
  }

  private double[] steps(
      Tree tree, double[][] features, double[] outcomes, double[] raw, double rate) {
    double[] slope = new double[tree.nodes()];
    double[] curvature = new double[tree.nodes()];
    for (int row = 0; row < raw.length; row++) {
      int leaf = tree.leaf(features[row]);
      double predicted = outcome.predicted(raw[row]);
      slope[leaf] += outcome.slope(outcomes[row], predicted);
      curvature[leaf] += outcome.curvature(outcomes[row], predicted);
    }
    return IntStream.range(0, tree.nodes())
        .mapToDouble(leaf -> rate * slope[leaf] / (curvature[leaf] + RIDGE))
        .toArray();
  }

  /** Draws with replacement. */
  private int[] draw(int rows, int drawn, int round) {
    SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + round);
    return random.ints(drawn, 0, rows).toArray();
  }
}
