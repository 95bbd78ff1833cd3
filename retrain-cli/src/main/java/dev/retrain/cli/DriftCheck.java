package dev.retrain.cli;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import dev.retrain.report.DriftPage;
import java.nio.file.Path;
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
  static DriftCheck of(Path reference, Path current, DriftPolicy policy) {
    String title = "Drift of " + current.getFileName() + " from " + reference.getFileName();
    if (DataFiles.isProfile(reference)) {
      Profile profile = Profile.read(reference);
      Dataset data = Dataset.read(current, profile.readOptions());
      DriftReport report =
          compare(
              DriftDetector.against(profile, policy),
              data,
              reference,
              current,
              profile.readOptions());
      return new DriftCheck(title, report, () -> profile, data);
    }
    Dataset first = Dataset.read(reference);
    ReadOptions alike = ReadOptions.standard().preferredKinds(Columns.kinds(first));
    Dataset data = Dataset.read(current, alike);
    DriftReport report =
        compare(DriftDetector.against(first, policy), data, reference, current, alike);
    return new DriftCheck(title, report, () -> Profile.of(first), data);
  }

  /** Names the files where they cannot be compared, and the first cell of a wrong kind. */
  private static DriftReport compare(
      DriftDetector detector, Dataset data, Path reference, Path current, ReadOptions alike) {
    try {
      return detector.check(data);
    } catch (DataProblem problem) {
      throw new DataProblem(
          "reference '%s', current '%s': %s%s"
              .formatted(reference, current, problem.getMessage(), firstMisfit(current, alike)),
          problem);
    }
  }

  private static String firstMisfit(Path current, ReadOptions alike) {
    try {
      Dataset.read(current, alike.kinds(alike.kinds()));
      return "";
    } catch (DataProblem cell) {
      return "; " + cell.getMessage();
    }
  }

  /** The result as a page for people. */
  String html() {
    Profile before = reference.get();
    Profile now = Profile.of(data, ProfileOptions.standard().against(before));
    return DriftPage.of(report).titled(title).comparing(before, now).html();
  }
}
