package dev.retrain.cli;

import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import java.nio.file.Path;

/** Data as the command is given them: rows, or the profile of rows. */
final class DataFiles {

  private DataFiles() {}

  /** Whether a file holds a profile and no rows. */
  static boolean isProfile(Path file) {
    return file.toString().endsWith(".json") || Profile.isBinary(file);
  }

  /** The profile in a file, or of it, without what the options hide. */
  static Profile profile(Path file, ColumnOptions columns) {
    Profile profile =
        isProfile(file)
            ? Profile.read(file).withRoles(columns.roles())
            : Profile.of(file, columns.reading(), ProfileOptions.standard());
    columns.requireAllIn(profile.columns().keySet(), file);
    return profile;
  }
}
