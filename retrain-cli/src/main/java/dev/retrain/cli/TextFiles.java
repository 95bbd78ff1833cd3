package dev.retrain.cli;

import dev.retrain.drift.data.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes whole files: either all of the text stands there, or what was there before. */
final class TextFiles {

  private TextFiles() {}

  static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
