package dev.retrain.cli;

import dev.retrain.drift.data.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes text files atomically: a reader sees the old content or the new one. */
final class TextFiles {

  private TextFiles() {}

  static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
