package dev.retrain.api.pipeline;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Metric;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A search over hyperparameters: the image is run once per trial with the trial's values in its
 * hyperparameter file, and the trial with the best objective gives the step's outputs.
 *
 * @param space hyperparameter to range; at least one
 * @param objective the metric in the step's {@code metrics.json} that is compared
 * @param strategy how trials are chosen
 * @param trials how many at most, from 1 to 500
 * @param parallelism how many at once, from 1 to {@code trials}
 * @param earlyStopping when to end before all trials ran
 * @param seed of random choices, so that a search can be repeated
 */
public record Search(
    Map<String, Range> space,
    Metric objective,
    Strategy strategy,
    int trials,
    int parallelism,
    Optional<EarlyStopping> earlyStopping,
    long seed) {

  /** How trials are chosen. */
  public enum Strategy {
    /** Every combination; a continuous range is cut into evenly spaced values. */
    GRID,
    /** Independent draws. */
    RANDOM,
    /** Guided by earlier trials, where the backend has such a tuner. */
    BAYESIAN
  }

  /**
   * Ends a search whose best trial has not improved.
   *
   * @param patience how many trials without improvement, at least 1
   */
  public record EarlyStopping(int patience) {
    /** Checks the range. */
    public EarlyStopping {
      if (patience < 1) {
        throw new IllegalArgumentException("patience must be at least 1, is " + patience);
      }
    }
  }

  /** Copies and sorts the space and checks the ranges. */
  public Search {
    space = Collections.unmodifiableMap(new TreeMap<>(space));
    if (space.isEmpty()) {
      throw new IllegalArgumentException("a search needs at least one hyperparameter");
    }
    if (trials < 1 || trials > 500) {
      throw new IllegalArgumentException("trials must lie from 1 to 500, is " + trials);
    }
    if (parallelism < 1 || parallelism > trials) {
      throw new IllegalArgumentException(
          "parallelism must lie from 1 to the " + trials + " trials, is " + parallelism);
    }
  }

  /** Returns a random search of ten trials, one at a time. */
  public static Search over(Map<String, Range> space, Metric objective) {
    return new Search(space, objective, Strategy.RANDOM, 10, 1, Optional.empty(), 0);
  }

  /** Returns a copy with another way of choosing trials. */
  public Search strategy(Strategy other) {
    return new Search(space, objective, other, trials, parallelism, earlyStopping, seed);
  }

  /** Returns a copy with another number of trials, and how many run at once. */
  public Search trials(int count, int atOnce) {
    return new Search(space, objective, strategy, count, atOnce, earlyStopping, seed);
  }

  /** Returns a copy that ends after a number of trials without improvement. */
  public Search stopAfter(int trialsWithoutImprovement) {
    return new Search(
        space,
        objective,
        strategy,
        trials,
        parallelism,
        Optional.of(new EarlyStopping(trialsWithoutImprovement)),
        seed);
  }

  /** Returns a copy with another seed. */
  public Search seed(long other) {
    return new Search(space, objective, strategy, trials, parallelism, earlyStopping, other);
  }

  /** Returns whether a higher objective is better. */
  public boolean maximize() {
    return objective.direction() == Direction.HIGHER_IS_BETTER;
  }
}
