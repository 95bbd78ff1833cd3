package dev.retrain.steps;

import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftVerdict;
import dev.retrain.drift.detect.FeatureReport;
import dev.retrain.drift.detect.Threshold;
import dev.retrain.drift.profile.Profile;
import dev.retrain.steps.folder.DurableFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Tests a dataset against a reference, a profile or another dataset, by {@code --policy standard}
 * or {@code guide}. Writes the whole report as {@code drift.json}, and as metrics the largest of
 * each measure over the features: {@code drift.psi}, {@code drift.ks}, {@code drift.tvd}, {@code
 * drift.js}, {@code drift.wasserstein}, {@code drift.missing}, with {@code drift.features}, the
 * number of columns that drifted. A measure that no feature has is absent, and with too few rows
 * all are: a gate on one then does not pass.
 */
final class Drift implements Component {

  private static final Map<String, Threshold> MEASURES =
      new TreeMap<>(
          Map.of(
              "drift.psi", new Threshold.Psi(0),
              "drift.ks", new Threshold.KsStatistic(0),
              "drift.tvd", new Threshold.TotalVariation(0),
              "drift.js", new Threshold.JensenShannon(0),
              "drift.wasserstein", new Threshold.ScaledWasserstein(0),
              "drift.missing", new Threshold.MissingRateChange(0)));

  @Override
  public Usage usage() {
    return Usage.of(
            "Tests a dataset for drift against a reference.",
            "a profile or dataset as reference, then the current dataset",
            "metrics, and drift.json beside them")
        .optional("policy", "standard|guide", "the thresholds; standard by default");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    DriftReport report = check(invocation);
    Path folder = invocation.output(0);
    DurableFile.write(folder.resolve("drift.json"), report.toJson());
    Map<String, Double> metrics =
        report.verdict() == DriftVerdict.INSUFFICIENT_DATA ? Map.of() : metrics(report);
    MetricsFile.write(folder, metrics);
    out.println(report.verdict() + " by policy " + report.policy() + ": " + report.drifted());
    out.println(metrics);
    report.notes().forEach(out::println);
    return 0;
  }

  private static DriftReport check(Invocation invocation) throws IOException {
    DriftPolicy policy = policy(invocation.find("policy").orElse("standard"));
    Path reference = invocation.input(0);
    Path current = invocation.input(1);
    if (DatasetFolder.isProfile(reference)) {
      Profile profile = Profile.read(reference.resolve("profile.json"));
      return DriftDetector.against(profile, policy)
          .check(DatasetFolder.read(current, alike(profile.readOptions(), current)));
    }
    Dataset rows = DatasetFolder.read(reference, DatasetFolder.options(reference));
    ReadOptions same = rows.readOptions();
    return DriftDetector.against(rows, policy)
        .check(DatasetFolder.read(current, alike(same.kinds(same.kinds()), current)));
  }

  /** Read as the reference was; what either side marks sensitive stays so. */
  private static ReadOptions alike(ReadOptions reference, Path current) {
    return reference.roles(DatasetFolder.options(current).roles().with(reference.roles()));
  }

  private static Map<String, Double> metrics(DriftReport report) {
    List<FeatureReport> features =
        report.features().stream()
            .filter(feature -> feature.measures().role() == ColumnRole.FEATURE)
            .toList();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("drift.features", (double) report.drifted().size());
    MEASURES.forEach(
        (name, measure) -> {
          OptionalDouble largest =
              features.stream()
                  .flatMap(feature -> measure.of(feature.measures()).stream())
                  .mapToDouble(Double::doubleValue)
                  .max();
          largest.ifPresent(value -> metrics.put(name, value));
        });
    return metrics;
  }

  private static DriftPolicy policy(String name) {
    return switch (name) {
      case "standard" -> DriftPolicy.standard();
      case "guide" -> DriftPolicy.guide();
      default -> throw StepProblem.usage("--policy takes standard or guide, not '" + name + "'");
    };
  }
}
