package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the operating config. */
final class OperatingOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The operating config: store, backend and retrainings. Default: retrain.yaml.")
  private @Nullable Path config;

  OperatingConfig config() {
    return read(config);
  }

  /** Reads the given file, by default the one of the working folder. */
  static OperatingConfig read(@Nullable Path given) {
    Path file = given == null ? Path.of("retrain.yaml") : given;
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationProblem(
          "the config file " + file + " does not exist",
          FailureContext.hint(
              "create it with the keys store, backend and retrainings, or name another file with"
                  + " --config"),
          null);
    }
    return OperatingConfig.read(file);
  }
}
