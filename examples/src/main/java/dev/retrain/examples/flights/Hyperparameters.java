package dev.retrain.examples.flights;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What can be set of a training, as read from the hyperparameters' JSON file: one flat object, keys
 * in snake case, any of them left out.
 *
 * @param trees rounds of boosting when trained anew
 * @param warmTrees rounds added to the champion's when warm-started
 * @param maxTrees a champion that would grow beyond this is replaced by a model trained anew
 * @param depth levels of splits in a tree
 * @param learningRate share of each tree's correction that is taken, in (0, 1]
 * @param warmLearningRate the same of the trees a warm start adds
 * @param rowsPerTree rows drawn for each tree; all where there are fewer
 * @param minLeafShare least share of a tree's rows in a leaf
 * @param smoothing rows' worth of overall mean mixed into each airport's own history
 * @param memory share of the champion's history a warm start keeps, in [0, 1]: 0 where the training
 *     rows are all there are so far, more where they are only the newest
 * @param seed the same seed, data and settings give the same model
 * @param planted a fault to demonstrate
 */
record Hyperparameters(
    int trees,
    int warmTrees,
    int maxTrees,
    int depth,
    double learningRate,
    double warmLearningRate,
    int rowsPerTree,
    double minLeafShare,
    double smoothing,
    double memory,
    long seed,
    Planted planted) {

  static final Hyperparameters DEFAULTS =
      new Hyperparameters(40, 20, 120, 4, 0.15, 0.1, 10_000, 0.004, 60, 0, 1, Planted.NONE);

  Hyperparameters {
    require(trees > 0 && warmTrees > 0 && maxTrees >= trees, "trees, warm_trees, max_trees");
    require(depth > 0 && rowsPerTree > 0, "depth, rows_per_tree");
    require(learningRate > 0 && learningRate <= 1, "learning_rate");
    require(warmLearningRate > 0 && warmLearningRate <= 1, "warm_learning_rate");
    require(minLeafShare >= 0 && minLeafShare < 0.5, "min_leaf_share");
    require(smoothing > 0 && memory >= 0 && memory <= 1, "smoothing, memory");
  }

  /**
   * Reads a file over the defaults.
   *
   * @throws IOException when it is not JSON or holds a key or value that is not known here
   */
  static Hyperparameters read(Path file) throws IOException {
    return Json.readOver(DEFAULTS, file);
  }

  Hyperparameters withPlanted(Planted fault) {
    return new Hyperparameters(
        trees,
        warmTrees,
        maxTrees,
        depth,
        learningRate,
        warmLearningRate,
        rowsPerTree,
        minLeafShare,
        smoothing,
        memory,
        seed,
        fault);
  }

  private static void require(boolean holds, String names) {
    if (!holds) {
      throw new IllegalArgumentException("hyperparameters out of range: " + names);
    }
  }
}
