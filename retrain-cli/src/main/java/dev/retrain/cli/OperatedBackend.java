package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the backend to operate: that of the config, or one named directly. */
final class OperatedBackend {

  private static final Path CONFIG = Path.of("retrain.yaml");
  private static final String LOCAL = "local";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The backend. Default: that of the config, else local.")
  private @Nullable String name;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Store, backend and retrainings, retrain.yaml if there is one; or the settings of the"
              + " backend, <backend>.yaml if there is one.")
  private @Nullable Path config;

  /** Returns the operating config, if there is one. */
  Optional<OperatingConfig> operated() {
    Path file = config == null ? CONFIG : config;
    boolean operating =
        Files.isRegularFile(file)
            && Documents.read(file) instanceof Node.Mapping mapping
            && mapping.get("backend").isPresent();
    return operating ? Optional.of(OperatingConfig.read(file)) : Optional.empty();
  }

  /** Returns the retrainings of the config; empty without a config. */
  List<Retraining> policies() {
    return operated().map(OperatingConfig::policies).orElse(List.of());
  }

  /** Returns the address of the store. */
  String store() {
    return operated().map(OperatingConfig::store).orElse(OperatingConfig.DEFAULT_STORE);
  }

  /** Returns the registry that the config names, else that of the backend. */
  ModelRegistry registry(Backend backend) {
    Optional<String> named = operated().flatMap(OperatingConfig::registry);
    return Registries.open(named, backend, Clock.systemUTC());
  }

  Backend open() {
    Optional<OperatingConfig> operated = operated();
    String wanted =
        name == null ? operated.map(found -> found.backend().name()).orElse(LOCAL) : name;
    BackendProvider provider = BackendFolder.backend(wanted);
    Clock clock = Clock.systemUTC();
    return provider.create(
        settings(wanted, operated).orElseGet(provider::placeholderSettings),
        new BackendContext(clock, StoreLeases.beside(CONFIG, clock)));
  }

  private Optional<Settings> settings(String wanted, Optional<OperatingConfig> operated) {
    boolean named = operated.filter(found -> found.backend().name().equals(wanted)).isPresent();
    return named
        ? operated.get().backend().settings()
        : BackendOptions.settings(wanted, operated.isPresent() ? null : config, CONFIG);
  }
}
