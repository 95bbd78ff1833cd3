package dev.retrain.drift.detect;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exponentially weighted sums over the windows seen, for one feature and aspect.
 *
 * @param windows how many windows went in
 * @param score weighted sum of the windows' normal scores
 * @param effects weighted sum per measure
 * @param streak how many windows in a row ended in drift
 */
public record Trace(int windows, double score, SortedMap<String, Double> effects, int streak) {

  static final Trace NONE = new Trace(0, 0, new TreeMap<>(), 0);

  /** A single window counts for no more than this in later ones, so that a glitch passes. */
  private static final double REMEMBERED_AT_MOST = 4;

  /** Copies the map. */
  public Trace {
    effects = Collections.unmodifiableSortedMap(new TreeMap<>(effects));
  }

  Trace next(double normalScore, Map<String, Double> observed, double weight) {
    SortedMap<String, Double> sums = new TreeMap<>();
    observed.forEach(
        (measure, value) ->
            sums.put(measure, (1 - weight) * effects.getOrDefault(measure, 0.0) + weight * value));
    return new Trace(windows + 1, (1 - weight) * score + weight * normalScore, sums, streak);
  }

  Trace withStreak(int newStreak) {
    return new Trace(windows, score, effects, newStreak);
  }

  /** Takes back what the newest score adds beyond the remembered most. */
  Trace clipped(double newest, double weight) {
    double excess = Math.max(0, newest - REMEMBERED_AT_MOST);
    return new Trace(windows, score - weight * excess, effects, streak);
  }

  /** Returns the weighted mean of a measure. */
  double effect(String measure, double weight) {
    return effects.getOrDefault(measure, 0.0) / total(weight);
  }

  /**
   * Returns the weighted mean of the scores in its own standard deviations under no drift.
   *
   * <p>Scores of windows compared with one reference are correlated by {@code shared}, the window's
   * share of all rows, since the reference's own error is in each of them.
   */
  double standardised(double weight, double shared) {
    double total = total(weight);
    double squares = weight / (2 - weight) * (1 - Math.pow(1 - weight, 2.0 * windows));
    double variance = shared + (1 - shared) * squares / (total * total);
    return score / total / Math.sqrt(variance);
  }

  private double total(double weight) {
    return 1 - Math.pow(1 - weight, windows);
  }
}
