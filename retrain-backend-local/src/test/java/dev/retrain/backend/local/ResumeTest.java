package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.process;
import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that failed goes on in its folder, in this process or another. */
class ResumeTest {

  private static final Pipeline TWO_STEPS =
      Pipeline.named("two-steps")
          .step(process("quick").writes(Pipelines.ROWS))
          .step(process("slow").reads(Pipelines.ROWS))
          .build();

  @TempDir Path root;
  private LocalBackend backend;

  @BeforeEach
  void open() {
    backend = opened();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  /** The second step fails until the file {@code fixed} is there. */
  private LocalBackend opened() {
    return opened(Clock.systemUTC());
  }

  private LocalBackend opened(Clock clock) {
    return LocalBackend.builder()
        .clock(clock)
        .artifactRoot(root.resolve("runs"))
        .command("img/quick", "sh", "-c", "echo quick >> " + root.resolve("trace") + "; touch $2/x")
        .command(
            "img/slow",
            "sh",
            "-c",
            "echo slow >> " + root.resolve("trace") + "; [ -e " + root.resolve("fixed") + " ]")
        .build();
  }

  private RunStatus ended(LocalBackend on, RunHandle run) {
    return Await.until(
        "the run to end", Duration.ofMinutes(1), () -> on.status(run), RunStatus::terminal);
  }

  private List<String> trace() throws IOException {
    return Files.readAllLines(root.resolve("trace"));
  }

  @Test
  void anotherProcessResumesARunAndKeepsHowItHadEnded() throws Exception {
    RunHandle run = backend.submit(submission(TWO_STEPS));
    assertThat(ended(backend, run)).isInstanceOf(RunStatus.Failed.class);
    Files.createFile(root.resolve("fixed"));

    try (LocalBackend other = opened()) {
      other.resume(run, "resume-1");
      assertThat(ended(other, run)).isInstanceOf(RunStatus.Succeeded.class);
    }

    assertThat(trace()).containsExactly("quick", "slow", "slow");
    Path folder = root.resolve("runs/two-steps/" + run.key());
    assertThat(folder.resolve("result-1.json")).content().contains("exited with code 1");
    assertThat(backend.steps(run)).extracting(StepRun::attempts).containsExactly(1, 2);
  }

  @Test
  void theSameRequestResumesOnceThoughTheRunHasFailedAgain() throws Exception {
    RunHandle run = backend.submit(submission(TWO_STEPS));
    ended(backend, run);

    backend.resume(run, "resume-1");
    assertThat(ended(backend, run)).isInstanceOf(RunStatus.Failed.class);
    backend.resume(run, "resume-1");
    assertThat(backend.status(run)).isInstanceOf(RunStatus.Failed.class);
    assertThat(trace()).containsExactly("quick", "slow", "slow");

    Files.createFile(root.resolve("fixed"));
    backend.resume(run, "resume-2");
    assertThat(ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
    assertThat(trace()).hasSize(4);
  }

  @Test
  void theTimeBetweenAFailureAndItsResumptionIsNotUsed() throws Exception {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    try (LocalBackend timed = opened(clock)) {
      RunHandle run = timed.submit(submission(TWO_STEPS));
      ended(timed, run);
      clock.advance(Duration.ofHours(9));
      Files.createFile(root.resolve("fixed"));

      timed.resume(run, "resume-1");
      ended(timed, run);

      assertThat(timed.steps(run))
          .allSatisfy(
              step ->
                  assertThat(step.usage().orElseThrow().duration())
                      .isLessThan(Duration.ofHours(1)));
    }
  }

  @Test
  void whatAnotherStepWasStoppedAtStartsAgain() throws Exception {
    Pipeline beside =
        Pipeline.named("beside")
            .step(process("quick").writes(Pipelines.ROWS))
            .step(process("slow"))
            .build();
    RunHandle run = backend.submit(submission(beside));
    ended(backend, run);
    Files.createFile(root.resolve("fixed"));

    backend.resume(run, "resume-1");

    assertThat(ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
    assertThat(backend.steps(run)).extracting(StepRun::state).containsOnly(StepRun.State.SUCCEEDED);
  }

  @Test
  void aRunOfAnotherRootIsRefused() {
    RunHandle absent = new RunHandle(Pipelines.KEY, "two-steps/" + Pipelines.KEY);

    assertThatThrownBy(() -> backend.resume(absent, "resume-1"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("not below the artifact root");
  }
}
