package dev.retrain.drift.detect;

import dev.retrain.drift.stat.Statistic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of a feature and what the policy says to it.
 *
 * @param measures this window's measures
 * @param pAdjusted the least of the feature's p-values after smoothing over windows and correcting
 *     for the number of tests; absent where nothing could be tested
 * @param verdict the verdict on this feature
 * @param why why it is neither drift nor plain absence of it, where that is so
 */
public record FeatureReport(
    FeatureMeasures measures,
    Optional<Double> pAdjusted,
    DriftVerdict verdict,
    Optional<Statistic.Reason> why) {

  private static final List<Threshold> SCORES =
      List.of(
          new Threshold.KsStatistic(0),
          new Threshold.TotalVariation(0),
          new Threshold.MissingRateChange(0));

  /** Returns the column's name. */
  public String name() {
    return measures.name();
  }

  /**
   * Returns the confidence that this feature did not stay the same: 1 less the adjusted p-value
   * under no drift, 0 to 1. It says nothing of how far the feature moved; see {@link #score()}.
   * Absent where nothing could be tested.
   */
  public OptionalDouble confidence() {
    return pAdjusted.map(p -> OptionalDouble.of(1 - p)).orElse(OptionalDouble.empty());
  }

  /**
   * Returns how far the feature moved, from 0 to 1: the KS statistic of numbers, the total
   * variation distance of categories, the change of the missing rate where that is greater. Absent
   * where nothing could be measured.
   */
  public OptionalDouble score() {
    return SCORES.stream()
        .flatMap(measure -> measure.of(measures).stream())
        .mapToDouble(Double::doubleValue)
        .max();
  }
}
