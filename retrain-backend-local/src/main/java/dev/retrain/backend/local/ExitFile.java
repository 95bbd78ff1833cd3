package dev.retrain.backend.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The exit code that a step's process leaves in a file, for a process that is not its parent. */
final class ExitFile {

  private static final int MOST_DIGITS = 9;

  private ExitFile() {}

  /** Returns the file of an attempt. */
  static Path of(Path log) {
    return log.resolveSibling(log.getFileName() + ".exit");
  }

  /** Returns the code; empty if the process has not ended, or was killed before it could write. */
  static OptionalInt read(Path log) throws IOException {
    Path file = of(log);
    if (!Files.isRegularFile(file)) {
      return OptionalInt.empty();
    }
    String line = Files.readString(file);
    return line.endsWith("\n") && line.strip().matches("\\d{1," + MOST_DIGITS + "}")
        ? OptionalInt.of(Integer.parseInt(line.strip()))
        : OptionalInt.empty();
  }
}
