package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.PlannedRun;
import dev.retrain.runtime.phase.Running;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrivenRunsTest {

  private static final RunKey KEY = new RunKey("minimal-1");

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final Submission submission =
      Submission.of(
          Pipeline.read(Path.of("../examples/pipelines/minimal.yaml")),
          KEY,
          Map.of(),
          RetrainMode.FULL,
          "v1",
          "test");

  @Test
  void aRunSubmittedHereIsDrivenHere() {
    DrivenRuns here = new DrivenRuns();

    here.recording(backend).submit(submission);

    assertThat(here.drives(running())).isTrue();
  }

  @Test
  void aRunThatAnotherProcessStartedIsNotWaitedFor() {
    new DrivenRuns().recording(backend).submit(submission);
    DrivenRuns second = new DrivenRuns();
    Backend recorded = second.recording(backend);

    recorded.submit(submission);

    assertThat(second.drives(running())).isFalse();
    assertThat(recorded.name()).isEqualTo(FakeBackend.NAME);
  }

  private LoopState running() {
    PlannedRun run =
        new PlannedRun(
            KEY,
            RetrainMode.FULL,
            "test",
            new PlannedRun.Inputs("v1", Map.of(), Optional.empty(), Map.of()));
    return new LoopState(
        new Running(run, "1", false, clock.instant()), LoopMemory.begin(clock.instant()));
  }
}
