package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.Submission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final RunKey KEY = new RunKey("hangs-1");

  @TempDir Path folder;

  @Test
  void endsARunPastItsTimeToLive() throws Exception {
    abandonARun();

    InProcess.Result listed = sweep("--ttl", "1ms");
    InProcess.Result dry = sweep("--ttl", "1ms", "--yes", "--dry-run");
    InProcess.Result swept = sweep("--ttl", "1ms", "--yes", "--output-format", "json");
    InProcess.Result again = sweep("--ttl", "1ms");

    assertThat(listed.exitCode()).as(listed.err()).isEqualTo(ExitCode.NO);
    assertThat(listed.out()).contains("hangs-1", "lost", "outlived", "--yes");
    assertThat(dry.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(swept.exitCode()).as(swept.err()).isZero();
    assertThat(swept.out()).contains("\"outlived\" : 1", "\"ended\" : true");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("no run is in progress");
  }

  @Test
  void leavesARunWithinItsTimeToLive() throws Exception {
    abandonARun();

    InProcess.Result result = sweep("--yes");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("young", "7 h 59 min left");
  }

  @Test
  void requiresAPipeline() throws Exception {
    Path settings = Files.writeString(folder.resolve("local.yaml"), "artifactRoot: runs\n");

    InProcess.Result nothing = InProcess.retrain("sweep", "--config", settings.toString());

    assertThat(nothing.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(nothing.err()).contains("no pipeline is named");
  }

  @Test
  void leavesProductionAndWhatIsNotTaggedAlone() {
    assertThat(actionOf(Map.of("Environment", "prod"))).isEqualTo(AbandonedRun.Action.PRODUCTION);
    assertThat(actionOf(Map.of("Environment", "Production")))
        .isEqualTo(AbandonedRun.Action.PRODUCTION);
    assertThat(actionOf(Map.of("Owner", "ada"))).isEqualTo(AbandonedRun.Action.UNTAGGED);
    assertThat(actionOf(Map.of("Environment", "dev"))).isEqualTo(AbandonedRun.Action.OUTLIVED);
    assertThat(actionOf(Map.of("Mode", "ci"))).isEqualTo(AbandonedRun.Action.OUTLIVED);
  }

  @Test
  void eightHoursAreEightHours() {
    Map<String, String> dev = Map.of("Environment", "dev");

    assertThat(actionOf(run(NOW.minus(Duration.ofHours(8)).plusMillis(1), dev)))
        .isEqualTo(AbandonedRun.Action.YOUNG);
    assertThat(actionOf(run(NOW.minus(Duration.ofHours(8)), dev)))
        .isEqualTo(AbandonedRun.Action.OUTLIVED);
  }

  @Test
  void aRunThatHasEndedIsNotAbandoned() {
    RunSummary ended =
        new RunSummary("id", Optional.empty(), "p", NOW, new RunStatus.Cancelled(), Map.of());

    assertThat(AbandonedRun.of(ended, NOW, Duration.ZERO)).isEmpty();
  }

  private static AbandonedRun.Action actionOf(Map<String, String> tags) {
    return actionOf(run(NOW.minus(Duration.ofDays(2)), tags));
  }

  private static AbandonedRun.Action actionOf(RunSummary run) {
    return AbandonedRun.of(run, NOW, Duration.ofHours(8)).orElseThrow().action();
  }

  private static RunSummary run(Instant started, Map<String, String> tags) {
    return new RunSummary("id", Optional.empty(), "p", started, new RunStatus.Running(), tags);
  }

  private InProcess.Result sweep(String... more) throws Exception {
    Path settings = Files.writeString(folder.resolve("local.yaml"), "artifactRoot: runs\n");
    String[] words = {
      "sweep", pipelineFile().toString(), "--backend", "local", "--config", settings.toString()
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return InProcess.retrain(all);
  }

  private Path pipelineFile() throws Exception {
    return Files.writeString(
        folder.resolve("hangs.yaml"),
        """
        retrain: pipeline/v1
        name: hangs
        tags: {Environment: dev}
        steps:
          - name: wait
            kind: process
            image: acme/wait@sha256:%s
            command: [wait]
        """
            .formatted("a".repeat(64)));
  }

  /** A run whose process goes away in the middle of a step. */
  private void abandonARun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(folder.resolve("runs"))
            .function(
                "acme/wait",
                call -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                })
            .build()) {
      Pipeline pipeline = Pipeline.read(pipelineFile());
      backend.submit(
          Submission.of(pipeline, KEY, Map.of(), RetrainMode.FULL, "v1", "to be abandoned"));
      begun.await();
    }
  }
}
