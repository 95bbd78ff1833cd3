package dev.retrain.drift.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * One thing tested of one feature: that its values, or how often they are missing, did not change.
 *
 * @param feature the feature
 * @param onMissing whether it is about missing values
 * @param pValue this window's p-value
 */
record Hypothesis(FeatureMeasures feature, boolean onMissing, double pValue) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Smaller p-values are no stronger evidence than this; keeps scores finite. */
  private static final double LEAST = 1e-300;

  static List<Hypothesis> of(FeatureMeasures feature) {
    List<Hypothesis> tested = new ArrayList<>(2);
    Significance significance = feature.significance();
    significance.values().ifPresent(p -> tested.add(new Hypothesis(feature, false, p)));
    boolean anyMissing =
        feature.missing().map(test -> test.reference() > 0 || test.current() > 0).orElse(false);
    if (anyMissing) {
      significance.missing().ifPresent(p -> tested.add(new Hypothesis(feature, true, p)));
    }
    return tested;
  }

  String key() {
    return (onMissing ? "missing " : "values ") + feature.name();
  }

  double normalScore() {
    double p = Math.max(LEAST, Math.min(1 - 1e-15, pValue));
    return NORMAL.inverseSurvivalProbability(p);
  }

  static double pValue(double score) {
    return NORMAL.survivalProbability(score);
  }

  /** This window's value of each measure the policy limits. */
  Map<String, Double> effects(DriftPolicy policy) {
    Map<String, Double> effects = new TreeMap<>();
    for (Threshold threshold : policy.effects()) {
      effect(threshold).ifPresent(value -> effects.put(threshold.measure(), value));
    }
    return effects;
  }

  Optional<Double> effect(Threshold threshold) {
    return threshold.isOnMissing() == onMissing ? threshold.of(feature) : Optional.empty();
  }

  /** Returns whether a limit is passed both by this window alone and by the smoothed value. */
  boolean hasEffect(DriftPolicy policy, Trace trace) {
    return policy.effects().stream()
        .anyMatch(
            threshold ->
                effect(threshold).filter(threshold::isPassedBy).isPresent()
                    && threshold.isPassedBy(trace.effect(threshold.measure(), policy.smoothing())));
  }
}
