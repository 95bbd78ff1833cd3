package dev.retrain.benchmarks.rollout;

import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Counts how often, and when, a judge rolled back.
 *
 * @param runs simulated rollouts
 * @param minutes time of each rollback, ascending
 */
record RollbackCounts(int runs, List<Double> minutes) {

  static RollbackCounts of(int runs, List<Double> minutes) {
    return new RollbackCounts(runs, minutes.stream().sorted().toList());
  }

  double rate() {
    return (double) minutes.size() / runs;
  }

  /** Returns the upper end of the 95 % interval of the rate (Clopper and Pearson 1934). */
  double upperBound() {
    int hits = minutes.size();
    return hits == runs
        ? 1
        : BetaDistribution.of(hits + 1, runs - hits).inverseCumulativeProbability(0.975);
  }

  /** Returns the minutes until half of all runs were rolled back; infinite if fewer were. */
  double medianMinutes() {
    int half = (runs + 1) / 2;
    return half <= minutes.size() ? minutes.get(half - 1) : Double.POSITIVE_INFINITY;
  }

  String rateWithBound() {
    return String.format(Locale.ROOT, "%.1f %% (%.1f %%)", 100 * rate(), 100 * upperBound());
  }

  String rateAndMedian() {
    String median =
        Double.isInfinite(medianMinutes())
            ? "-"
            : String.format(Locale.ROOT, "%.1f min", medianMinutes());
    return String.format(Locale.ROOT, "%.1f %%, %s", 100 * rate(), median);
  }
}
