package dev.retrain.drift.detect;

import dev.retrain.drift.stat.Measured;
import java.util.Optional;

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
    Verdict verdict,
    Optional<Measured.Reason> why) {

  /** The column's name. */
  public String name() {
    return measures.name();
  }
}
