package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.Retraining;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** The retraining of a name. */
  static Retraining named(List<Retraining> all, String name) {
    return all.stream()
        .filter(retraining -> retraining.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationProblem(
                    "asked for the retraining '"
                        + name
                        + "', the config names "
                        + all.stream().map(Retraining::name).toList(),
                    FailureContext.hint("correct the name, or add its file to retrainings"),
                    null));
  }
}
