package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.resource.Recording;
import dev.retrain.runtime.resource.RecordingBackend;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.ResourceLedger;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options that select a backend and its settings. {@code --config} is the operating config for
 * every command; {@code --settings} names the settings of a backend alone.
 */
final class BackendOptions {

  private static final Path CONFIG = Path.of("retrain.yaml");

  /** The backend of operated endpoints that nothing names. */
  static final String LOCAL = "local";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "The backend: local, sagemaker, vertex, azure, kubeflow. Default: that of the config.")
  private @Nullable String backend;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The operating config: store, backend, registry and retrainings. Default: retrain.yaml,"
              + " if it exists.")
  private @Nullable Path config;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "The settings of the backend alone. Default: those that the config names, else"
              + " <backend>.yaml in the folder of the pipeline, if it exists.")
  private @Nullable Path settings;

  private boolean hinted;

  /** Returns the operating config, if there is one. */
  Optional<OperatingConfig> operating() {
    if (config == null) {
      return Files.isRegularFile(CONFIG) && isOperating(CONFIG)
          ? Optional.of(OperatingConfig.read(CONFIG))
          : Optional.empty();
    }
    if (!Files.isRegularFile(config)) {
      throw new ConfigurationProblem(
          "the config file " + config + " does not exist",
          FailureContext.hint("correct the path, or create the file"),
          null);
    }
    return isOperating(config) ? Optional.of(OperatingConfig.read(config)) : Optional.empty();
  }

  private static boolean isOperating(Path file) {
    return Documents.read(file) instanceof Node.Mapping mapping
        && Stream.of(Overlay.EXTENDS, "backend", "retrainings")
            .anyMatch(key -> mapping.get(key).isPresent());
  }

  /**
   * Returns the name of the backend: that of the option, else that of the config.
   *
   * @throws ParameterException if neither names one
   */
  String name() {
    return nameIfAny()
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "Missing required option: '--backend=NAME', or the key backend in a config"));
  }

  /** Returns the name of the backend; {@code local} if neither option nor config names one. */
  String nameOrLocal() {
    return nameIfAny().orElse(LOCAL);
  }

  private Optional<String> nameIfAny() {
    return backend == null
        ? operating().map(found -> found.backend().name())
        : Optional.of(backend);
  }

  /** Returns the settings given, those of the config, or those found beside a file, if any. */
  Optional<Settings> settings(String name, Path beside) {
    if (settings != null) {
      return Optional.of(Settings.read(settings));
    }
    if (config != null && Files.isRegularFile(config) && !isOperating(config)) {
      hint();
      return Optional.of(Settings.read(config));
    }
    return operating()
        .filter(found -> found.backend().name().equals(name))
        .flatMap(found -> found.backend().settings())
        .or(() -> beside(name, beside));
  }

  /** Returns the settings found beside a file, if any. */
  private static Optional<Settings> beside(String name, Path file) {
    Path candidate = file.resolveSibling(name + ".yaml");
    return Files.isRegularFile(candidate)
        ? Optional.of(Settings.read(candidate))
        : Optional.empty();
  }

  /** Reports the former use of the option, which still works. */
  private void hint() {
    if (!hinted) {
      hinted = true;
      PrintWriter err = command.commandLine().getErr();
      err.println(
          "hint: "
              + config
              + " holds the settings of a backend. Name it with --settings; --config is for"
              + " retrain.yaml.");
      err.flush();
    }
  }

  /** Returns the settings, else placeholders, and reports the use of placeholders. */
  Settings settingsOrPlaceholders(Path pipeline, TranslatorProvider provider, PrintWriter err) {
    return settings(provider.name(), pipeline)
        .orElseGet(
            () -> {
              err.println(
                  "No --settings: planning with placeholder settings of the backend "
                      + provider.name()
                      + ".");
              err.flush();
              return provider.placeholderSettings();
            });
  }

  /** Opens the backend for runs of a pipeline. */
  Backend open(Path pipeline) {
    return open(name(), pipeline);
  }

  /** Opens the backend whose endpoints and runs are operated. */
  Backend openOperated() {
    return open(nameOrLocal(), CONFIG);
  }

  private Backend open(String name, Path beside) {
    BackendProvider provider = BackendFolder.backend(name);
    Clock clock = Clock.systemUTC();
    ResourceLedger ledger =
        operating()
            .<ResourceLedger>map(found -> new StoreLedger(found.store()))
            .orElseGet(ResourceLedger::inProcess);
    Backend backend =
        provider.create(
            settings(name, beside).orElseGet(provider::placeholderSettings),
            BackendContext.of(clock, leases(beside, clock), ledger));
    return new RecordingBackend(backend, new Recording(ledger, backend.name(), clock));
  }

  private StoreLeases leases(Path beside, Clock clock) {
    return operating()
        .map(found -> new StoreLeases(found.store(), clock))
        .orElseGet(() -> StoreLeases.beside(beside, clock));
  }

  /** Returns the retrainings of the config; empty without a config. */
  List<Retraining> policies() {
    return operating().map(OperatingConfig::policies).orElse(List.of());
  }

  /** Opens the store of the config, else the default store. */
  JdbcStore openStore() {
    return operating()
        .map(OperatingConfig::openStore)
        .orElseGet(() -> Stores.open(OperatingConfig.DEFAULT_STORE));
  }

  /** Returns the registry that the config names, else that of the backend. */
  ModelRegistry registry(Backend opened) {
    Optional<String> named =
        operating()
            .filter(found -> found.backend().name().equals(opened.name()))
            .flatMap(OperatingConfig::registry);
    Clock clock = Clock.systemUTC();
    return Registries.open(named, opened, clock, leases(CONFIG, clock));
  }
}
