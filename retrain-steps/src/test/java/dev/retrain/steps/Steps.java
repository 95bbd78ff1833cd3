package dev.retrain.steps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs components as a backend would and keeps what they said. */
final class Steps {

  /** An exit code and what was printed. */
  record Said(int code, String text) {}

  private Steps() {}

  static Said run(String component, Object... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code;
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      code =
          StandardComponents.run(
              component, List.of(arguments).stream().map(Object::toString).toList(), out);
    }
    return new Said(code, bytes.toString(StandardCharsets.UTF_8));
  }

  static Path folder(Path root, String name, String file, String content) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(folder.resolve(file), content);
    return folder;
  }
}
