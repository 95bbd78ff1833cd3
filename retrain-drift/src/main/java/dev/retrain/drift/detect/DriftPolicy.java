package dev.retrain.drift.detect;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.drift.detect.Threshold.JensenShannon;
import dev.retrain.drift.detect.Threshold.KsStatistic;
import dev.retrain.drift.detect.Threshold.MissingRateChange;
import dev.retrain.drift.detect.Threshold.Psi;
import dev.retrain.drift.detect.Threshold.ScaledWasserstein;
import dev.retrain.drift.detect.Threshold.TotalVariation;
import java.nio.file.Path;
import java.util.List;

/**
 * When a difference counts as drift, and when drift asks for retraining.
 *
 * @param name what reports call it
 * @param effects how large a difference must be: one of those that apply to a feature must be
 *     passed
 * @param falseDiscoveryRate greatest expected share of false alarms among the features called
 *     drifted (Benjamini-Hochberg); 1 asks for size alone
 * @param smoothing weight of the newest window, above 0 to 1; 1 looks at each window alone
 * @param consecutiveWindows how many windows in a row a feature must drift before retraining, at
 *     least 1
 * @param coolDownWindows windows after a retraining in which none is asked for
 * @param minimumRows fewer rows than this on either side are insufficient data
 * @param minimumShare share of the features that must drift, 0 to 1; 0 means any one
 */
public record DriftPolicy(
    String name,
    List<Threshold> effects,
    double falseDiscoveryRate,
    double smoothing,
    int consecutiveWindows,
    int coolDownWindows,
    long minimumRows,
    double minimumShare) {

  /** Copies the list and checks the ranges. */
  public DriftPolicy {
    effects = List.copyOf(effects);
    check(!effects.isEmpty(), "at least one effect threshold is needed");
    check(falseDiscoveryRate > 0 && falseDiscoveryRate <= 1, "false discovery rate: 0 to 1");
    check(smoothing > 0 && smoothing <= 1, "smoothing: above 0 to 1");
    check(consecutiveWindows >= 1, "consecutive windows: at least 1");
    check(coolDownWindows >= 0 && minimumRows >= 0, "counts of windows and rows: at least 0");
    check(minimumShare >= 0 && minimumShare <= 1, "share of features: 0 to 1");
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("drift policy: " + rule);
    }
  }

  /**
   * Returns the default: a difference of some size that is also beyond chance after correcting for
   * many features, smoothed over windows, seen twice in a row, then at rest for five windows.
   */
  public static DriftPolicy standard() {
    return new DriftPolicy(
        "standard",
        List.of(new KsStatistic(0.03), new TotalVariation(0.05), new MissingRateChange(0.02)),
        0.01,
        0.3,
        2,
        5,
        200,
        0);
  }

  /**
   * Returns the customary rule of thumb: PSI above 0.2 or KS statistic above 0.05, at 1000 rows.
   *
   * <p>On data that did not drift it fires for 16 % of checks of one feature at 1000 rows a side
   * and for 83 % of ten; every report prints the rate it implies.
   */
  public static DriftPolicy guide() {
    return new DriftPolicy(
        "guide", List.of(new Psi(0.2), new KsStatistic(0.05)), 1, 1, 1, 0, 1000, 0);
  }

  /**
   * Reads a policy from YAML or JSON: {@code name}, {@code base} ({@code standard} unless it says
   * {@code guide}) and what differs from the base, such as {@code effects: {ks_statistic: 0.1}}.
   *
   * @throws dev.retrain.api.error.ConfigurationProblem if the file cannot be read
   * @throws dev.retrain.api.error.InvalidDefinitionException naming every problem and its place
   */
  public static DriftPolicy read(Path file) {
    return DocumentReader.of(shape(), Documents.read(file), "drift policy " + file);
  }

  /** Returns the JSON Schema (draft 2020-12) of policy files. */
  public static String jsonSchema() {
    return Documents.json(SchemaDefinitions.schemaOf(shape(), "retrain drift policy"));
  }

  /** Returns the document form. */
  public static Shape<DriftPolicy> shape() {
    return PolicyShape.SHAPE;
  }

  /**
   * Judges a window with what is remembered of earlier ones: a pure function.
   *
   * @param before what the step before returned, or {@link DriftState#fresh()}
   * @param window the measures of this window
   */
  public DriftStep next(DriftState before, WindowMeasures window) {
    return WindowJudge.judge(this, before, window);
  }

  /** Judges one window on its own: any drift asks for retraining. */
  public DriftReport judge(WindowMeasures window) {
    return withWindows(1, 0).next(DriftState.fresh(), window).report();
  }

  /**
   * Returns how often this policy fires on samples of these sizes when nothing drifted: never where
   * they have fewer than its least number of rows.
   */
  public FalseAlarmRate falseAlarmRate(long referenceRows, long currentRows, int features) {
    return FalseAlarms.implied(this, referenceRows, currentRows, features);
  }

  /** Returns whether significance counts, and not size alone. */
  public boolean testsSignificance() {
    return falseDiscoveryRate < 1;
  }

  /** Returns whether a limit is on a distance that verdicts do not otherwise need. */
  boolean needsDistances() {
    return effects.stream()
        .anyMatch(limit -> limit instanceof ScaledWasserstein || limit instanceof JensenShannon);
  }

  /** Returns a copy of the policy with other effect thresholds. */
  public DriftPolicy withEffects(Threshold... thresholds) {
    return new DriftPolicy(
        name,
        List.of(thresholds),
        falseDiscoveryRate,
        smoothing,
        consecutiveWindows,
        coolDownWindows,
        minimumRows,
        minimumShare);
  }

  /** Returns a copy of the policy with another false discovery rate. */
  public DriftPolicy withFalseDiscoveryRate(double rate) {
    return new DriftPolicy(
        name,
        effects,
        rate,
        smoothing,
        consecutiveWindows,
        coolDownWindows,
        minimumRows,
        minimumShare);
  }

  /** Returns a copy of the policy with another weight of the newest window. */
  public DriftPolicy withSmoothing(double weight) {
    return new DriftPolicy(
        name,
        effects,
        falseDiscoveryRate,
        weight,
        consecutiveWindows,
        coolDownWindows,
        minimumRows,
        minimumShare);
  }

  /** Returns a copy of the policy with other numbers of windows to wait for and to rest. */
  public DriftPolicy withWindows(int consecutive, int coolDown) {
    return new DriftPolicy(
        name,
        effects,
        falseDiscoveryRate,
        smoothing,
        consecutive,
        coolDown,
        minimumRows,
        minimumShare);
  }

  /** Returns a copy of the policy with another least number of rows. */
  public DriftPolicy withMinimumRows(long rows) {
    return new DriftPolicy(
        name,
        effects,
        falseDiscoveryRate,
        smoothing,
        consecutiveWindows,
        coolDownWindows,
        rows,
        minimumShare);
  }

  /** Returns a copy of the policy with another share of features that must drift. */
  public DriftPolicy withMinimumShare(double share) {
    return new DriftPolicy(
        name,
        effects,
        falseDiscoveryRate,
        smoothing,
        consecutiveWindows,
        coolDownWindows,
        minimumRows,
        share);
  }
}
