package dev.retrain.cli;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.FrozenReference;
import dev.retrain.drift.detect.WindowMeasures;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import dev.retrain.report.DriftPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Current data tested against a reference.
 *
 * @param title what was compared
 * @param report the result
 * @param reference the reference's profile, made only when asked for
 * @param current the current data's profile over the reference's bins, likewise
 */
record DriftCheck(
    String title, DriftReport report, Supplier<Profile> reference, Supplier<Profile> current) {

  /** Reads and tests; the reference may be data or a profile. */
  static DriftCheck of(Path reference, Path current, DriftPolicy policy, ColumnOptions columns) {
    if (DataFiles.isProfile(reference)) {
      return DataFiles.fitsIntoMemory(current)
          ? ofProfile(reference, current, policy, columns)
          : inBatches(Profile.read(reference), reference, current, policy, columns);
    }
    if (!DataFiles.fitsIntoMemory(reference, current)) {
      Profile profile = Profile.of(reference, columns.reading(), ProfileOptions.standard());
      return inBatches(profile, reference, current, policy, columns);
    }
    return ofRows(reference, current, policy, columns);
  }

  /** Files that do not fit into memory are compared by the bins of the reference's profile. */
  private static DriftCheck inBatches(
      Profile profile, Path reference, Path current, DriftPolicy policy, ColumnOptions columns) {
    Profile hiding = profile.withRoles(columns.roles());
    columns.requireAllIn(profile.columns().keySet(), reference);
    ReadOptions reading = columns.reading(hiding.readOptions());
    WindowMeasures measured = FrozenReference.of(hiding).measure(current, reading);
    List<String> notes = new ArrayList<>(measured.notes());
    notes.add("the files do not fit into memory and were compared in batches, by bins");
    DriftReport report =
        policy.judge(
            new WindowMeasures(
                measured.referenceRows(), measured.currentRows(), measured.features(), notes));
    Supplier<Profile> now =
        () -> Profile.of(current, reading, ProfileOptions.standard().against(hiding));
    return new DriftCheck(title(reference, current), report, () -> hiding, now);
  }

  private static DriftCheck ofRows(
      Path reference, Path current, DriftPolicy policy, ColumnOptions columns) {
    Dataset first = Dataset.read(reference, columns.reading());
    Dataset data = Dataset.read(current, columns.reading(first.readOptions()));
    requireRoles(columns, first.columns().keySet(), data, reference);
    DriftReport report = check(DriftDetector.against(first, policy), data, reference, current);
    return new DriftCheck(
        title(reference, current),
        report,
        () -> Profile.of(first),
        () -> Profile.of(data, ProfileOptions.standard().against(Profile.of(first))));
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
    return new DriftCheck(
        title(reference, current),
        report,
        () -> hiding,
        () -> Profile.of(data, ProfileOptions.standard().against(hiding)));
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

  /** Returns the result as a page for people. */
  String html() {
    Profile before = reference.get();
    Profile now = current.get();
    return DriftPage.of(report).titled(title).comparing(before, now).html();
  }
}
