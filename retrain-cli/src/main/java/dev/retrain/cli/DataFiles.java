package dev.retrain.cli;

import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data as the command is given them: rows, or the profile of rows. */
final class DataFiles {

  private DataFiles() {}

  /**
   * Returns whether files can be compared in memory: numbers take about as much as their text, and
   * a copy while they are read.
   */
  static boolean fitsIntoMemory(Path... files) {
    long bytes = 0;
    for (Path file : files) {
      boolean packed = file.toString().matches("(?i).*\\.(gz|zst|zstd|parquet|pq)");
      bytes += (packed ? 5 : 1) * size(file);
    }
    return 2 * bytes < Runtime.getRuntime().maxMemory();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException unknown) {
      return 0; // reading it says why
    }
  }

  /** Returns whether a file holds a profile and no rows. */
  static boolean isProfile(Path file) {
    return file.toString().endsWith(".json") || Profile.isBinary(file);
  }

  /** Returns the profile in a file, or of it, without what the options hide. */
  static Profile profile(Path file, ColumnOptions columns) {
    Profile profile =
        isProfile(file)
            ? Profile.read(file).withRoles(columns.roles())
            : Profile.of(file, columns.reading(), ProfileOptions.standard());
    columns.requireAllIn(profile.columns().keySet(), file);
    return profile;
  }
}
