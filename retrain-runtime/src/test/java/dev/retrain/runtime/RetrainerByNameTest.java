package dev.retrain.runtime;

import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainerByNameTest {

  @TempDir Path folder;
  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");

  @BeforeEach
  void nothingIsCreatedYet() {
    NamedBackend.Provider.created.clear();
  }

  private Retrainer.Builder named(Settings settings) {
    return Retrainer.on(NamedBackend.NAME, settings)
        .clock(clock)
        .store(JdbcStore.embedded(folder.resolve("state"), false));
  }

  private static Retraining.Builder policy() {
    return Scene.policy().when(flag("force_retrain"), RetrainMode.FULL);
  }

  private static NamedBackend created() {
    return NamedBackend.Provider.created.get(0);
  }

  @Test
  void createsTheBackendWithTheClockAndTheLeasesOfTheStore() {
    try (JdbcStore other = JdbcStore.embedded(folder.resolve("state"), false);
        Retrainer retrainer = named(settings()).add(policy().build()).build()) {
      retrainer.tick();

      assertThat(created().context().clock()).isSameAs(clock);
      assertThat(created().context().leases().acquire("run", Duration.ofMinutes(1))).isPresent();
      assertThat(other.leases(clock).acquire("run", Duration.ofMinutes(1))).isEmpty();
    }
  }

  private static Settings settings() {
    return Settings.of(Map.of("folder", Node.of("runs")));
  }

  @Test
  void closesTheBackendItCreated() {
    named(settings()).add(policy().build()).build().close();

    assertThat(created().closed()).isTrue();
  }

  @Test
  void closesTheBackendWhenTheDefinitionIsInvalid() {
    Retrainer.Builder invalid =
        named(settings()).add(policy().to(Target.inProcess("nowhere")).build());

    assertThatThrownBy(invalid::build).isInstanceOf(InvalidDefinitionException.class);
    assertThat(created().closed()).isTrue();
  }

  @Test
  void createsNothingBeforeItIsBuilt() {
    Retrainer.on(NamedBackend.NAME, settings());

    assertThat(NamedBackend.Provider.created).isEmpty();
  }

  @Test
  void readsTheSettingsOfAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("backend.yaml"), "folder: runs\n");

    Retrainer.on(NamedBackend.NAME, file)
        .store(JdbcStore.embedded(folder.resolve("state"), false))
        .build()
        .close();

    assertThat(created().settings().resolve("runs")).isEqualTo(folder.resolve("runs"));
  }

  @Test
  void anUnknownNameListsTheBackendsThatWereFound() {
    Retrainer.Builder unknown =
        Retrainer.on("nowhere", settings())
            .store(JdbcStore.embedded(folder.resolve("state"), false));

    assertThatThrownBy(unknown::build)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(NamedBackend.NAME);
  }
}
