package dev.retrain.cli;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.TranslatorProvider;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a backend and its settings. */
final class BackendOptions {

  @Option(
      names = "--backend",
      required = true,
      paramLabel = "NAME",
      description = "The backend: local, sagemaker, vertex, azure, kubeflow.")
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

  /** Returns the settings given or found beside the pipeline, if any. */
  Optional<Settings> settings(Path pipeline) {
    return settings(name, config, pipeline);
  }

  /** Returns the settings given or found beside a file, if any. */
  static Optional<Settings> settings(String name, @Nullable Path config, Path pipeline) {
    if (config != null) {
      return Optional.of(Settings.read(config));
    }
    Path beside = pipeline.resolveSibling(name + ".yaml");
    return Files.isRegularFile(beside) ? Optional.of(Settings.read(beside)) : Optional.empty();
  }

  /** Returns the settings, else placeholders, and reports the use of placeholders. */
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
