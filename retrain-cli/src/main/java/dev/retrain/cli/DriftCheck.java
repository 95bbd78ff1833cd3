package dev.retrain.cli;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import dev.retrain.report.DriftPage;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Current data tested against a reference.
 *
 * @param title what was compared
 * @param report the result
 * @param reference the reference's profile, made only when asked for
 * @param data the current data
 */
record DriftCheck(String title, DriftReport report, Supplier<Profile> reference, Dataset data) {

  /** Reads and tests; the reference may be data or a profile. */
  static DriftCheck of(Path reference, Path current, DriftPolicy policy, ColumnOptions columns) {
    return DataFiles.isProfile(reference)
        ? ofProfile(reference, current, policy, columns)
        : ofRows(reference, current, policy, columns);
  }

  private static DriftCheck ofRows(
      Path reference, Path current, DriftPolicy policy, ColumnOptions columns) {
    Dataset first = Dataset.read(reference, columns.reading());
    Dataset data = Dataset.read(current, columns.reading(first.readOptions()));
    requireRoles(columns, first.columns().keySet(), data, reference);
    DriftReport report = check(DriftDetector.against(first, policy), data, reference, current);
    return new DriftCheck(title(reference, current), report, () -> Profile.of(first), data);
  }

  /** A column that is called sensitive only now is still tested by what its profile holds. */
  private static DriftCheck ofProfile(
      Path reference, Path current, DriftPolicy policy, ColumnOptions columns) {
    Profile profile = Profile.read(reference);
    Roles shown = new Roles(columns.roles().byName(), new TreeSet<>());
    Profile hiding = profile.withRoles(columns.roles());
    Dataset data = Dataset.read(current, columns.reading(hiding.readOptions()));
    requireRoles(columns, profile.columns().keySet(), data, reference);
    DriftDetector detector = DriftDetector.against(profile.withRoles(shown), policy);
    DriftReport report = check(detector, data, reference, current);
    return new DriftCheck(title(reference, current), report, () -> hiding, data);
  }

  private static void requireRoles(
      ColumnOptions columns, Set<String> known, Dataset data, Path reference) {
    Set<String> all = new LinkedHashSet<>(known);
    all.addAll(data.names());
    columns.requireAllIn(all, reference);
  }

  private static String title(Path reference, Path current) {
    return "Drift of " + current.getFileName() + " from " + reference.getFileName();
  }

  /** Names the files where they cannot be compared. */
  private static DriftReport check(
      DriftDetector detector, Dataset data, Path reference, Path current) {
    try {
      return detector.check(data);
    } catch (DataProblem problem) {
      throw new DataProblem(
          "reference '%s', current '%s': %s".formatted(reference, current, problem.getMessage()),
          problem);
    }
  }

  /** The result as a page for people. */
  String html() {
    Profile before = reference.get();
    Profile now = Profile.of(data, ProfileOptions.standard().against(before));
    return DriftPage.of(report).titled(title).comparing(before, now).html();
  }
}
