package dev.retrain.examples.flights;

import java.util.List;

/**
 * All there is of a model, as written to {@code model.json}.
 *
 * @param outcome what it predicts
 * @param departureClock how it reads a flight's departure
 * @param smoothing rows' worth of overall mean mixed into each airport's own history
 * @param rows how many flights it was last trained on
 * @param base the raw sum before any tree
 * @param history how flights fared in its training rows
 * @param trees their outputs are summed
 */
record ModelParts(
    Outcome outcome,
    DepartureClock departureClock,
    double smoothing,
    int rows,
    double base,
    DelayHistory history,
    List<Tree> trees) {

  ModelParts {
    trees = List.copyOf(trees);
  }

  double raw(double[] features) {
    double sum = base;
    for (Tree tree : trees) {
      sum += tree.score(features);
    }
    return sum;
  }
}
