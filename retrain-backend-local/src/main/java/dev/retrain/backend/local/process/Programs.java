package dev.retrain.backend.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs on the path of this process. */
public final class Programs {

  private Programs() {}

  /** Returns the file of a program; empty if no folder of the path holds it. */
  public static Optional<String> onPath(String program) {
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return Optional.of(Path.of(folder, program).toString());
      }
    }
    return Optional.empty();
  }
}
