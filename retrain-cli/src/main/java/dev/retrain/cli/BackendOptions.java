package dev.retrain.cli;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.TranslatorProvider;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which backend, with which settings. */
final class BackendOptions {

  @Option(
      names = "--backend",
      required = true,
      paramLabel = "NAME",
      description = "Where it runs: local, sagemaker, vertex, azure, kubeflow.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The backend's settings. Without it, <backend>.yaml beside the pipeline if there is one.")
  private @Nullable Path config;

  String name() {
    return name;
  }

  /** The settings given or found beside the pipeline; empty when there are none. */
  Optional<Settings> settings(Path pipeline) {
    return settings(name, config, pipeline);
  }

  /** The settings given or found beside a file; empty when there are none. */
  static Optional<Settings> settings(String name, @Nullable Path config, Path pipeline) {
    if (config != null) {
      return Optional.of(Settings.read(config));
    }
    Path beside = pipeline.resolveSibling(name + ".yaml");
    return Files.isRegularFile(beside) ? Optional.of(Settings.read(beside)) : Optional.empty();
  }

  /** The settings, or made-up ones, which is said. */
  Settings settingsOrPlaceholders(Path pipeline, TranslatorProvider provider, PrintWriter err) {
    return settings(pipeline)
        .orElseGet(
            () -> {
              err.println(
                  "No --config: planning with placeholder settings of the backend " + name + ".");
              err.flush();
              return provider.placeholderSettings();
            });
  }
}
