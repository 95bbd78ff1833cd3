package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.backend.local.endpoint.DemoEndpoint;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.FolderRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canaries by the packaged jar on the demo endpoint, which this process serves. What is asked from
 * another terminal is asked by this process.
 */
class DeployCanaryIT {

  private static final long DEADLINE_SECONDS = 60;
  private static final long LOOK_EVERY_NANOS = 20_000_000;

  @TempDir Path folder;
  private DemoEndpoint demo;

  @BeforeEach
  void serve() throws Exception {
    Files.writeString(
        folder.resolve("retrain.yaml"),
        "{store: retrain-state, backend: {name: local}, retrainings: []}");
    Files.writeString(folder.resolve("local.yaml"), "artifactRoot: .retrain\n");
    demo = DemoEndpoint.start(folder.resolve(".retrain"), 300);
  }

  @AfterEach
  void stop() {
    demo.close();
  }

  private static String[] canary(String version, String duration) {
    List<String> command = new ArrayList<>(List.of("deploy-canary", "--endpoint", "demo"));
    command.addAll(List.of("--model-version", version, "--traffic-split", "0.3"));
    command.addAll(List.of("--monitor-duration", duration, "--rollback-threshold", "0.02"));
    command.addAll(List.of("--output-format", "json"));
    return command.toArray(String[]::new);
  }

  private Packaged.Result retrain(String... arguments) throws Exception {
    return Packaged.retrain(folder, Map.of(), arguments);
  }

  private InProcess.Result here(String... arguments) {
    Stream<String> config = Stream.of("--config", folder.resolve("retrain.yaml").toString());
    return InProcess.retrain(Stream.concat(Stream.of(arguments), config).toArray(String[]::new));
  }

  private Optional<String> live() {
    return new FolderRegistry(folder.resolve(".retrain/.registry"), Clock.systemUTC())
        .byAlias("demo", ModelRegistry.CHAMPION)
        .map(ModelVersion::version);
  }

  @Test
  void promotesAVersionThatIsNotWorseAndSendsABadOneBack() throws Exception {
    Packaged.Result good = retrain(canary("2", "2s"));
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out()).contains("\"verdict\" : \"promoted\"", "\"champion\" : \"1\"");
    assertThat(good.err())
        .contains("plan: ", "additional harm with probability 0.9", "warning: ")
        .contains("version 2 gets 30 % of the traffic", " s of 2 s, version 2: ");
    assertThat(live()).contains("2");

    Packaged.Result bad = retrain(canary("demo@3", "8s"));
    assertThat(bad.exitCode()).as(bad.err()).isEqualTo(ExitCode.NO);
    assertThat(bad.out()).contains("\"verdict\" : \"rolled_back\"");
    assertThat(live()).contains("2");
    assertThat(demo.deployer().split()).contains(TrafficSplit.all("2"));
    assertThat(demo.deployer().health()).doesNotContainKey("3");
    watched();
  }

  private void watched() {
    InProcess.Result watched = here("monitor", "--endpoint", "demo", "--looks", "1");
    assertThat(watched.exitCode()).as(watched.err()).isZero();
    assertThat(watched.out()).contains("demo 2: 100 %", "version 1: ");
  }

  @Test
  void continuesAfterAKillAndAnswersAnotherTerminal() throws Exception {
    Process killed = Packaged.start(folder, canary("2", "1h"));
    Percent share = Percent.percent(30);
    await(
        "the canary gets its share",
        () -> demo.deployer().split().orElseThrow().share("2").equals(share));
    killed.destroyForcibly();
    assertThat(killed.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();

    InProcess.Result other = here(canary("3", "1h"));
    InProcess.Result held = here("deploy-canary", "--endpoint", "demo", "--pause");
    Process second = Packaged.start(folder, canary("2", "1h"));
    // Started after the end, it would begin another rollout.
    await("the second continues", () -> progress().contains("continues the rollout"));
    InProcess.Result aborted =
        here("deploy-canary", "--endpoint", "demo", "--abort", "--reason", "seen enough");

    assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(other.err()).contains("another version is being rolled out");
    assertThat(held.out()).contains("version 2 stays at its stage");
    assertThat(aborted.exitCode()).as(aborted.err()).isZero();
    assertThat(second.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.deployer().split()).contains(TrafficSplit.all("1"));
    assertThat(live()).contains("1");
    assertThat(progress()).doesNotContain("Exception");
  }

  private String progress() throws IOException {
    return Files.readString(folder.resolve("started.err"));
  }

  private static void await(String what, Callable<Boolean> isSo) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!isSo.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(LOOK_EVERY_NANOS); // spinning would take a processor from the command
    }
  }
}
