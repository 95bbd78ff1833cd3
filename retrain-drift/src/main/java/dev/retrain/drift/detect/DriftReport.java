package dev.retrain.drift.detect;

import dev.retrain.drift.data.ColumnRole;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The result of one check.
 *
 * @param verdict the verdict over all features
 * @param retrain whether the policy asks for retraining now; of a single check without memory the
 *     same as a verdict of DRIFT
 * @param policy the name of the policy
 * @param referenceRows rows of the reference
 * @param currentRows rows of the current data
 * @param features one entry per column tested
 * @param falseAlarms how often this policy fires on such data when nothing drifted
 * @param notes what was left out and why
 */
public record DriftReport(
    DriftVerdict verdict,
    boolean retrain,
    String policy,
    long referenceRows,
    long currentRows,
    List<FeatureReport> features,
    FalseAlarmRate falseAlarms,
    List<String> notes) {

  /** Copies the lists. */
  public DriftReport {
    features = List.copyOf(features);
    notes = List.copyOf(notes);
  }

  DriftReport with(List<String> otherNotes) {
    return new DriftReport(
        verdict, retrain, policy, referenceRows, currentRows, features, falseAlarms, otherNotes);
  }

  /** Returns the names of the features that drifted. */
  public List<String> drifted() {
    return features.stream()
        .filter(feature -> feature.verdict() == DriftVerdict.DRIFT)
        .map(FeatureReport::name)
        .toList();
  }

  /**
   * Returns the confidence that not all features stayed the same: 1 less the smallest adjusted
   * p-value under no drift, which is Simes' p-value of that (Biometrika 73, 1986); 0 to 1. Absent
   * where nothing could be tested.
   */
  public OptionalDouble confidence() {
    return features.stream().flatMapToDouble(feature -> feature.confidence().stream()).max();
  }

  /**
   * Returns the quantile of the features' scores: the smallest score that at least the given share
   * of the features with a score do not exceed. Predictions and targets do not count.
   *
   * @param share above 0 to 1; 0.9 for the score that only every tenth feature exceeds
   * @return empty where no feature has a score
   */
  public OptionalDouble scoreQuantile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share must be above 0 to 1, got " + share);
    }
    double[] scores =
        features.stream()
            .filter(feature -> feature.measures().role() == ColumnRole.FEATURE)
            .flatMapToDouble(feature -> feature.score().stream())
            .sorted()
            .toArray();
    int rank = (int) Math.ceil(share * scores.length) - 1;
    return scores.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(scores[Math.max(0, rank)]);
  }

  /**
   * Returns the report of a feature; throws {@link IllegalArgumentException} where there is none.
   */
  public FeatureReport feature(String name) {
    return features.stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no feature '" + name + "' was tested"));
  }

  /**
   * Returns the report as JSON: keys in a fixed order, absent where a measure is not defined for
   * the kind of column or for the data, no NaN.
   */
  public String toJson() {
    return ReportJson.write(this);
  }
}
