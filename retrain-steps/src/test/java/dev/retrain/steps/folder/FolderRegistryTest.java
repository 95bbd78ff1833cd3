package dev.retrain.steps.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.registry.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRegistryTest {

  private static final URI MODEL = URI.create("file:///models/a/");
  private static final Instant NOW = Instant.parse("2001-01-01T00:00:00Z");

  @TempDir Path root;

  private FolderRegistry registry() {
    return new FolderRegistry(root, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void countsVersionsAndListsTheNewestFirst() {
    registry().register("m", "run-1", MODEL, Map.of("a", "b"));
    registry().register("m", "run-2", MODEL, Map.of());

    assertThat(registry().versions("m"))
        .extracting(ModelVersion::version)
        .containsExactly("2", "1");
    assertThat(registry().version("m", "1").orElseThrow().createdAt()).isEqualTo(NOW);
    assertThat(registry().models()).containsExactly("m");
  }

  @Test
  void givesTheSameVersionForTheSameRun() {
    ModelVersion first = registry().register("m", "run-1", MODEL, Map.of());

    assertThat(registry().register("m", "run-1", MODEL, Map.of())).isEqualTo(first);
  }

  @Test
  void theNumberOfADeletedVersionIsNotUsedAgain() throws IOException {
    registry().register("m", "run-1", MODEL, Map.of());
    registry().register("m", "run-2", MODEL, Map.of());
    Files.delete(root.resolve("m/versions/2.json"));

    assertThat(registry().register("m", "run-3", MODEL, Map.of()).version()).isEqualTo("3");
  }

  @Test
  void aRegistryOfAnEarlierBuildDoesNotUseTheNumberOfAnAliasAgain() throws IOException {
    registry().register("m", "run-1", MODEL, Map.of());
    registry().moveAlias("m", "champion", Optional.empty(), Optional.of("1"));
    Files.delete(root.resolve("m/versions/1.json"));
    Files.delete(root.resolve("m/last-version.json"));

    assertThat(registry().register("m", "run-2", MODEL, Map.of()).version()).isEqualTo("2");
    assertThat(registry().byAlias("m", "champion")).isEmpty();
  }

  @Test
  void anAliasWithoutItsVersionIsToldFromNone() throws IOException {
    registry().register("m", "run-1", MODEL, Map.of());
    registry().moveAlias("m", "champion", Optional.empty(), Optional.of("1"));
    Files.delete(root.resolve("m/versions/1.json"));

    assertThat(registry().byAlias("m", "champion")).isEmpty();
    assertThat(registry().aliasTarget("m", "champion")).contains("1");
    assertThat(registry().aliasTarget("m", "previous")).isEmpty();
  }

  @Test
  void movesAnAliasOnlyFromWhereTheCallerBelievesItIs() {
    registry().register("m", "run-1", MODEL, Map.of());
    registry().register("m", "run-2", MODEL, Map.of());

    assertThat(registry().moveAlias("m", "champion", Optional.empty(), Optional.of("1"))).isTrue();
    assertThat(registry().moveAlias("m", "champion", Optional.empty(), Optional.of("2"))).isFalse();
    assertThat(registry().moveAlias("m", "champion", Optional.of("1"), Optional.of("2"))).isTrue();
    assertThat(registry().byAlias("m", "champion").orElseThrow().version()).isEqualTo("2");
    assertThat(registry().moveAlias("m", "champion", Optional.of("2"), Optional.empty())).isTrue();
    assertThat(registry().byAlias("m", "champion")).isEmpty();
  }

  @Test
  void letsOneOfManyMoversWin() throws Exception {
    registry().register("m", "run-1", MODEL, Map.of());
    List<Callable<Boolean>> movers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      movers.add(() -> registry().moveAlias("m", "champion", Optional.empty(), Optional.of("1")));
    }

    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      int won = 0;
      for (Future<Boolean> moved : threads.invokeAll(movers)) {
        won += moved.get() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void addsTags() {
    registry().register("m", "run-1", MODEL, Map.of("a", "1"));

    registry().tag("m", "1", Map.of("a", "2", "b", "3"));

    assertThat(registry().version("m", "1").orElseThrow().tags())
        .containsEntry("a", "2")
        .containsEntry("b", "3");
  }

  @Test
  void namesTheVersionsThereAreWhenOneIsNot() {
    registry().register("m", "run-1", MODEL, Map.of());

    assertThatThrownBy(
            () -> registry().moveAlias("m", "champion", Optional.empty(), Optional.of("7")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("m@7")
        .hasMessageContaining("[1]");
  }

  @Test
  void refusesNamesThatLeadOutOfTheFolder() {
    assertThatThrownBy(() -> registry().versions("../m")).isInstanceOf(ConfigurationProblem.class);
    assertThat(registry().version("m", "../../x")).isEmpty();
  }

  @Test
  void knowsWhoHoldsALock() throws Exception {
    Path file = root.resolve("a.lock");
    FolderLock lock = FolderLock.tryLock(file).orElseThrow();

    assertThat(FolderLock.tryLock(file)).isEmpty();
    assertThat(FolderLock.isHeld(file)).isTrue();

    lock.close();
    assertThat(FolderLock.isHeld(file)).isFalse();
  }
}
