package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is operated. */
final class OperatingOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Store, backend and retrainings; retrain.yaml without it.")
  private @Nullable Path config;

  OperatingConfig config() {
    return read(config);
  }

  /** Reads a file, or the one of the working folder. */
  static OperatingConfig read(@Nullable Path given) {
    Path file = given == null ? Path.of("retrain.yaml") : given;
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationProblem(
          "asked for what is operated, found no file " + file,
          FailureContext.hint(
              "write its keys store, backend and retrainings, or name another with --config"),
          null);
    }
    return OperatingConfig.read(file);
  }
}
