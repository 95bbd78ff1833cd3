package dev.retrain.runtime.phase;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run that may go on is never given a second one beside it. */
class HaltedRunTest {

  private static final Instant NOW = Instant.parse("2001-01-02T00:00:00Z");
  private static final PlannedRun RUN =
      new PlannedRun(
          new RunKey("delays-1"),
          BATCH,
          "it is time",
          new PlannedRun.Inputs("d1", Map.of(), Optional.empty(), Map.of()));

  private static PhaseInput seen(Observation sight, Duration later, RetrainingRequest... asked) {
    return new PhaseInput(
        NOW.plus(later),
        LoopPolicy.of(Scene.policy().when(cron("0 3 * * *"), BATCH).build()),
        Deadlines.DEFAULT,
        LoopMemory.begin(NOW),
        List.of(asked),
        sight);
  }

  private static RetrainingRequest resume(Instant at) {
    return new RetrainingRequest(
        "r", RetrainingRequest.Verb.RESUME, RetrainMode.FULL, "looked at it", at);
  }

  @Test
  void resumingWaitsForTheRunThatCouldNotBeCancelled() {
    Running running = new Running(RUN, "native", true, NOW);
    Phase halted =
        running
            .next(seen(new Observation.Status(new RunStatus.Running()), Duration.ofHours(2)))
            .next();
    assertThat(halted).isInstanceOf(Halted.class);

    Phase resumed =
        halted
            .next(
                seen(
                    new Observation.Nothing(),
                    Duration.ofHours(3),
                    resume(NOW.plus(Duration.ofHours(3)))))
            .next();

    assertThat(resumed).isEqualTo(new Running(RUN, "native", true, NOW.plus(Duration.ofHours(3))));
  }

  @Test
  void resumingReturnsToARunThatCouldNotBeSeenAndToOneThatWasBeingSubmitted() {
    Observation refused = new Observation.Trouble("looking", "permission denied", true);
    for (Phase phase : List.of(new Running(RUN, "native", false, NOW), new Submitting(RUN, NOW))) {
      Phase halted =
          Halted.because(phase, seen(refused, Duration.ZERO), by(phase), "x", "y").next();
      LoopState state = new LoopState(halted, LoopMemory.begin(NOW));

      assertThat(LoopState.parse(state.toJson(), "state")).isEqualTo(state);
      assertThat(halted.next(seen(new Observation.Nothing(), Duration.ZERO, resume(NOW))).next())
          .isInstanceOf(phase.getClass());
    }
  }

  @Test
  void aStateOfAnEarlierBuildResumesAsItDid() {
    Phase halted = new Halted("enough", NOW);

    assertThat(halted.next(seen(new Observation.Nothing(), Duration.ZERO, resume(NOW))).next())
        .isInstanceOf(Idle.class);
  }

  private static DecisionFactory by(Phase phase) {
    return DecisionFactory.of(seen(new Observation.Nothing(), Duration.ZERO), phase);
  }
}
