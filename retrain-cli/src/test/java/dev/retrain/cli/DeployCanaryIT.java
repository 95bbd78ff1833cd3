package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ModelRegistry;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.backend.local.endpoint.DemoEndpoint;
import dev.retrain.steps.folder.FolderRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canaries by the packaged jar on the demo endpoint, which this process serves. */
class DeployCanaryIT {

  private static final long DEADLINE_SECONDS = 60;

  @TempDir Path folder;
  private DemoEndpoint demo;

  @BeforeEach
  void serve() {
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
        .contains("plan: ", "more harm with probability 0.9", "warning: ")
        .contains("version 2 gets 30 % of the traffic", " s of 2 s, version 2: ");
    assertThat(live()).contains("2");

    Packaged.Result bad = retrain(canary("demo@3", "8s"));
    assertThat(bad.exitCode()).as(bad.err()).isEqualTo(ExitCode.NO);
    assertThat(bad.out()).contains("\"verdict\" : \"rolled_back\"");
    assertThat(live()).contains("2");
    assertThat(demo.deployer().traffic()).contains(TrafficSplit.all("2"));
    assertThat(demo.deployer().health()).doesNotContainKey("3");
    watched();
  }

  private void watched() throws Exception {
    Packaged.Result watched = retrain("monitor", "--endpoint", "demo", "--looks", "1");
    assertThat(watched.exitCode()).as(watched.err()).isZero();
    assertThat(watched.out()).contains("demo 2: 100 %", "version 1: ");
  }

  @Test
  void goesOnAfterItWasKilledAndObeysAnotherTerminal() throws Exception {
    Process killed = Packaged.start(folder, canary("2", "1h"));
    awaitShare(Percent.percent(30));
    killed.destroyForcibly();
    assertThat(killed.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();

    Packaged.Result other = retrain(canary("3", "1h"));
    Packaged.Result held = retrain("deploy-canary", "--endpoint", "demo", "--pause");
    Process second = Packaged.start(folder, canary("2", "1h"));
    Packaged.Result aborted =
        retrain("deploy-canary", "--endpoint", "demo", "--abort", "--reason", "seen enough");

    assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(other.err()).contains("another version is on its way");
    assertThat(held.out()).contains("version 2 stays at its stage");
    assertThat(aborted.exitCode()).as(aborted.err()).isZero();
    assertThat(second.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.deployer().traffic()).contains(TrafficSplit.all("1"));
    assertThat(live()).contains("1");
    assertThat(Files.readString(folder.resolve("started.err"))).doesNotContain("Exception");
  }

  private void awaitShare(Percent share) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!demo.deployer().traffic().orElseThrow().share("2").equals(share)) {
      assertThat(System.nanoTime()).as("the canary gets its share").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
