package dev.retrain.runtime.trigger;

import dev.retrain.api.document.Node;
import dev.retrain.api.source.DataWindow;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftVerdict;
import dev.retrain.drift.detect.FeatureReport;
import dev.retrain.drift.detect.Threshold;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a drift report says, in the words and numbers of a decision. */
final class DriftEvidence {

  private static final int MOST_FEATURES = 10;
  private static final double MOST_TIMES = 1000;

  private DriftEvidence() {}

  static String words(DriftReport report, DataWindow window) {
    List<String> drifted = report.drifted();
    String verdict =
        report.verdict() == DriftVerdict.DRIFT
            ? drifted.size()
                + " of "
                + report.features().size()
                + " features drifted: "
                + String.join(", ", drifted.subList(0, Math.min(MOST_FEATURES, drifted.size())))
            : report.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return verdict + " in " + report.currentRows() + " rows up to " + window.end();
  }

  static Node.Mapping of(DriftReport report, DriftPolicy policy, DataWindow window) {
    Facts facts =
        Facts.NONE
            .with("verdict", report.verdict().name())
            .with("policy", report.policy())
            .with("window", window.end())
            .with("dataVersion", window.dataVersion())
            .with("referenceRows", report.referenceRows())
            .with("currentRows", report.currentRows())
            .with("falseAlarmPerWindow", report.falseAlarms().perWindow());
    List<Node> features = new ArrayList<>();
    report.features().stream()
        .filter(feature -> feature.verdict() == DriftVerdict.DRIFT)
        .limit(MOST_FEATURES)
        .forEach(feature -> features.add(feature(feature, policy)));
    return facts.with("drifted", Node.of(features)).toNode();
  }

  private static Node feature(FeatureReport feature, DriftPolicy policy) {
    List<Comparison> checks = new ArrayList<>();
    for (Threshold threshold : policy.effects()) {
      threshold
          .of(feature.measures())
          .filter(Double::isFinite)
          .ifPresent(value -> checks.add(comparison(threshold, value)));
    }
    Facts facts = Facts.checks(checks).with("feature", feature.name());
    return feature.pAdjusted().map(p -> facts.with("pAdjusted", p)).orElse(facts).toNode();
  }

  private static Comparison comparison(Threshold threshold, double value) {
    boolean below = threshold.isPassedBy(threshold.limit() - 1);
    return new Comparison(
        threshold.measure(), value, below ? Relation.BELOW : Relation.ABOVE, threshold.limit());
  }

  /** Returns the largest of the limited measures, as a multiple of its limit; at most 1,000. */
  static double strength(DriftReport report, DriftPolicy policy) {
    double strongest = 0;
    for (FeatureReport feature : report.features()) {
      for (Threshold threshold : policy.effects()) {
        double value = threshold.of(feature.measures()).orElse(Double.NaN);
        strongest = Math.max(strongest, Double.isNaN(value) ? 0 : times(threshold, value));
      }
    }
    return strongest;
  }

  private static double times(Threshold threshold, double value) {
    boolean below = threshold.isPassedBy(threshold.limit() - 1); // as for a p-value
    double times = below ? threshold.limit() / value : value / threshold.limit();
    return Math.min(MOST_TIMES, times);
  }

  /** Returns 1 less the adjusted p-value of the clearest drift; 0 where nothing was tested. */
  static double confidence(DriftReport report) {
    return report.features().stream()
        .filter(feature -> feature.verdict() == DriftVerdict.DRIFT)
        .flatMap(feature -> feature.pAdjusted().stream())
        .mapToDouble(p -> 1 - p)
        .max()
        .orElse(0);
  }
}
