package dev.retrain.cli;

import dev.retrain.drift.profile.Profile;
import java.nio.file.Path;

/** Data as the command is given them: rows, or the profile of rows. */
final class DataFiles {

  private DataFiles() {}

  /** Whether a file holds a profile and no rows. */
  static boolean isProfile(Path file) {
    return file.toString().endsWith(".json") || Profile.isBinary(file);
  }

  static Profile profile(Path file) {
    return isProfile(file) ? Profile.read(file) : Profile.of(file);
  }
}
