package dev.retrain.examples.flights.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo keeps everything: the data it has shown so far, runs, models, state, and the
 * report.
 *
 * @param root removed at the start unless the demo is resumed
 */
record DemoFolder(Path root) {

  Path data() {
    return root.resolve("data");
  }

  Path artifacts() {
    return root.resolve("artifacts");
  }

  Path state() {
    return root.resolve("state");
  }

  Path endpoint() {
    return root.resolve("endpoint");
  }

  Path progress() {
    return root.resolve("progress.json");
  }

  Path decisions() {
    return root.resolve("decisions.jsonl");
  }

  Path report() {
    return root.resolve("report.html");
  }

  void clear() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(root)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }

  /** Replaces a file as a whole, so that a kill leaves the old one or the new one. */
  static void replace(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
