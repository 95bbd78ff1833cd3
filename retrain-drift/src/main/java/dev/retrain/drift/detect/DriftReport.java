package dev.retrain.drift.detect;

import java.util.List;

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
    Verdict verdict,
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

  /** The names of the features that drifted. */
  public List<String> drifted() {
    return features.stream()
        .filter(feature -> feature.verdict() == Verdict.DRIFT)
        .map(FeatureReport::name)
        .toList();
  }

  /** The report of a feature; throws {@link IllegalArgumentException} where there is none. */
  public FeatureReport feature(String name) {
    return features.stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no feature '" + name + "' was tested"));
  }

  /**
   * The report as JSON: keys in a fixed order, absent where a measure is not defined for the kind
   * of column or for the data, no NaN.
   */
  public String toJson() {
    return ReportJson.write(this);
  }
}
