package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the operating config. */
final class OperatingOptions {

  private static final Path DEFAULT = Path.of("retrain.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The operating config: store, backend and retrainings. Default: retrain.yaml.")
  private @Nullable Path config;

  /** Reads the given file, by default the one of the working folder. */
  OperatingConfig config() {
    return find().orElseThrow(() -> missing(DEFAULT));
  }

  /** Reads the given file, by default the one of the working folder, if there is one. */
  Optional<OperatingConfig> find() {
    if (config != null && !Files.isRegularFile(config)) {
      throw missing(config);
    }
    Path file = config == null ? DEFAULT : config;
    return Files.isRegularFile(file) ? Optional.of(OperatingConfig.read(file)) : Optional.empty();
  }

  /** Opens the store of the config, else the default store, for reading. */
  StateStore readStore() {
    return find()
        .map(OperatingConfig::readStore)
        .orElseGet(() -> Stores.read(OperatingConfig.DEFAULT_STORE));
  }

  /** Returns the problem of a folder without an operating config. */
  static ConfigurationProblem missing() {
    return missing(DEFAULT);
  }

  private static ConfigurationProblem missing(Path file) {
    return new ConfigurationProblem(
        "the config file " + file + " does not exist",
        FailureContext.hint(
            "create it with the keys store, backend and retrainings, or name another file with"
                + " --config"),
        null);
  }
}
