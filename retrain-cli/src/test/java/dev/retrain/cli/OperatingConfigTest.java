package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.Leases;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatingConfigTest {

  @TempDir Path folder;

  private static ModelRegistry open(Optional<String> registry, LocalBackend backend) {
    Clock clock = Clock.systemUTC();
    return Registries.open(registry, backend, clock, Leases.inProcess(clock));
  }

  @Test
  void keepsVersionsInTheRegistryItNames() throws Exception {
    OperatingConfig config = read("registry: models");

    try (LocalBackend backend = backend()) {
      ModelRegistry named = open(config.registry(), backend);
      named.register("m", "run-1", URI.create("file:///model"), Map.of());

      assertThat(folder.resolve("models/m")).isDirectory();
      assertThat(backend.registry().versions("m")).isEmpty();
    }
  }

  @Test
  void keepsVersionsInTheBackendsOwnRegistryOtherwise() throws Exception {
    try (LocalBackend backend = backend()) {
      assertThat(open(read("").registry(), backend)).isSameAs(backend.registry());
    }
  }

  @Test
  void refusesARegistryItHasNoClientFor() throws Exception {
    Optional<String> registry = read("registry: https://mlflow.example.com").registry();

    try (LocalBackend backend = backend()) {
      assertThatThrownBy(() -> open(registry, backend))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageContaining("no module opens such addresses");
    }
  }

  private OperatingConfig read(String more) throws Exception {
    return OperatingConfig.read(
        Files.writeString(
            folder.resolve("retrain.yaml"), "backend: {name: local}\nretrainings: []\n" + more));
  }

  private LocalBackend backend() {
    return LocalBackend.builder().artifactRoot(folder.resolve("runs")).build();
  }
}
