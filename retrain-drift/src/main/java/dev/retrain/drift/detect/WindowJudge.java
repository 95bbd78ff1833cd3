package dev.retrain.drift.detect;

import dev.retrain.drift.stat.BenjaminiHochberg;
import dev.retrain.drift.stat.Statistic.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Judges one window by a policy and what it remembers of earlier ones. */
final class WindowJudge {

  private final DriftPolicy policy;
  private final DriftState before;
  private final WindowMeasures window;
  private final Map<String, Finding> findings = new HashMap<>();
  private final TreeMap<String, Trace> traces = new TreeMap<>();

  private record Finding(double pAdjusted, boolean drift, int streak) {
    static Finding stronger(Finding one, Finding other) {
      return new Finding(
          Math.min(one.pAdjusted, other.pAdjusted),
          one.drift || other.drift,
          Math.max(one.streak, other.streak));
    }
  }

  private WindowJudge(DriftPolicy policy, DriftState before, WindowMeasures window) {
    this.policy = policy;
    this.before = before;
    this.window = window;
  }

  static DriftStep judge(DriftPolicy policy, DriftState before, WindowMeasures window) {
    return new WindowJudge(policy, before, window).judge();
  }

  private DriftStep judge() {
    int coolDown = Math.max(0, before.coolDownLeft() - 1);
    if (Math.min(window.referenceRows(), window.currentRows()) < policy.minimumRows()) {
      return new DriftStep(new DriftState(coolDown, before.traces()), tooFewRows());
    }
    test();
    List<FeatureReport> features = window.features().stream().map(this::report).toList();
    boolean asked = isEnough(confirmed()) && before.coolDownLeft() == 0;
    DriftState after =
        asked
            ? new DriftState(policy.coolDownWindows(), new TreeMap<>())
            : new DriftState(coolDown, traces);
    return new DriftStep(after, report(overall(features), asked, features));
  }

  private void test() {
    List<Hypothesis> tested = new ArrayList<>();
    window.features().forEach(feature -> tested.addAll(Hypothesis.of(feature)));
    Trace[] seen = new Trace[tested.size()];
    double[] p = new double[seen.length];
    for (int i = 0; i < seen.length; i++) {
      Hypothesis one = tested.get(i);
      seen[i] =
          before.trace(one.key()).next(one.normalScore(), one.effects(policy), policy.smoothing());
      p[i] = Hypothesis.pValue(seen[i].standardised(policy.smoothing(), sharedRows()));
    }
    double[] adjusted = BenjaminiHochberg.adjust(p);
    for (int i = 0; i < seen.length; i++) {
      conclude(tested.get(i), seen[i], adjusted[i]);
    }
  }

  private double sharedRows() {
    double rows = (double) window.referenceRows() + window.currentRows();
    return window.currentRows() / rows;
  }

  private void conclude(Hypothesis one, Trace seen, double pAdjusted) {
    boolean significant = pAdjusted <= policy.falseDiscoveryRate();
    boolean drift = significant && one.hasEffect(policy, seen);
    int streak = drift ? seen.streak() + 1 : 0;
    traces.put(one.key(), seen.clipped(one.normalScore(), policy.smoothing()).withStreak(streak));
    findings.merge(one.feature().name(), new Finding(pAdjusted, drift, streak), Finding::stronger);
  }

  private long confirmed() {
    return findings.values().stream()
        .filter(finding -> finding.streak >= policy.consecutiveWindows())
        .count();
  }

  private boolean isEnough(long drifted) {
    return drifted >= Math.max(1, Math.ceil(policy.minimumShare() * window.features().size()));
  }

  private FeatureReport report(FeatureMeasures feature) {
    Optional<Reason> why = feature.distribution().undefined();
    Finding finding = findings.get(feature.name());
    if (finding == null) {
      boolean nothingElse = feature.distribution() instanceof Distribution.NotCompared;
      boolean constant = why.filter(reason -> reason == Reason.CONSTANT).isPresent();
      DriftVerdict verdict =
          constant || nothingElse ? DriftVerdict.NO_DRIFT : DriftVerdict.INSUFFICIENT_DATA;
      return new FeatureReport(feature, Optional.empty(), verdict, why);
    }
    DriftVerdict verdict = finding.drift ? DriftVerdict.DRIFT : DriftVerdict.NO_DRIFT;
    return new FeatureReport(feature, Optional.of(finding.pAdjusted), verdict, why);
  }

  private DriftVerdict overall(List<FeatureReport> features) {
    long drifted = features.stream().filter(f -> f.verdict() == DriftVerdict.DRIFT).count();
    if (isEnough(drifted)) {
      return DriftVerdict.DRIFT;
    }
    boolean allTested =
        features.stream().filter(WindowJudge::couldBeTested).noneMatch(WindowJudge::isUntested);
    boolean anyTested = features.stream().anyMatch(f -> !isUntested(f));
    return allTested && anyTested ? DriftVerdict.NO_DRIFT : DriftVerdict.INSUFFICIENT_DATA;
  }

  private static boolean isUntested(FeatureReport feature) {
    return feature.verdict() == DriftVerdict.INSUFFICIENT_DATA;
  }

  /** The values of a sensitive column are not in its profile, whatever the data. */
  private static boolean couldBeTested(FeatureReport feature) {
    return !(feature.measures().distribution() instanceof Distribution.Withheld);
  }

  private DriftReport tooFewRows() {
    List<FeatureReport> features =
        window.features().stream()
            .map(
                feature ->
                    new FeatureReport(
                        feature,
                        Optional.empty(),
                        DriftVerdict.INSUFFICIENT_DATA,
                        Optional.of(Reason.INSUFFICIENT_DATA)))
            .toList();
    DriftReport silent = report(DriftVerdict.INSUFFICIENT_DATA, false, features);
    List<String> notes = new ArrayList<>(silent.notes());
    notes.add(
        "the policy %s judges from %d rows on either side"
            .formatted(policy.name(), policy.minimumRows()));
    return silent.with(notes);
  }

  private DriftReport report(DriftVerdict verdict, boolean retrain, List<FeatureReport> features) {
    return new DriftReport(
        verdict,
        retrain,
        policy.name(),
        window.referenceRows(),
        window.currentRows(),
        features,
        FalseAlarms.implied(policy, window.referenceRows(), window.currentRows(), features.size()),
        window.notes());
  }
}
