package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes whole files: either all of the text stands there, or what was there before. */
final class TextFiles {

  private TextFiles() {}

  static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Path folder = Files.createDirectories(target.getParent());
      Path half = Files.createTempFile(folder, ".retrain", ".part");
      try {
        Files.writeString(half, text);
        Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(half);
      }
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot write " + file + ": " + e.getMessage(),
          FailureContext.hint("check the path and its permissions"),
          e);
    }
  }
}
