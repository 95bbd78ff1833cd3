package dev.retrain.cli;

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
      DriftReport report = DriftDetector.against(profile, policy).check(data);
      return new DriftCheck(title, report, () -> profile, data);
    }
    Dataset first = Dataset.read(reference);
    Dataset data =
        Dataset.read(current, ReadOptions.standard().preferredKinds(Columns.kinds(first)));
    DriftReport report = DriftDetector.against(first, policy).check(data);
    return new DriftCheck(title, report, () -> Profile.of(first), data);
  }

  /** The result as a page for people. */
  String html() {
    Profile before = reference.get();
    Profile now = Profile.of(data, ProfileOptions.standard().against(before));
    return DriftPage.of(report).titled(title).comparing(before, now).html();
  }
}
