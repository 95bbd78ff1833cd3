package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.backend.NativeDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes a native definition into a folder. */
final class DefinitionFiles {

  private DefinitionFiles() {}

  static void write(NativeDefinition definition, Path folder) {
    for (Map.Entry<String, String> file : definition.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      try {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, file.getValue());
      } catch (IOException e) {
        throw new ConfigurationProblem(
            "cannot write " + path + ": " + e.getMessage(),
            FailureContext.hint("check the folder of --output and its permissions"),
            e);
      }
    }
  }
}
