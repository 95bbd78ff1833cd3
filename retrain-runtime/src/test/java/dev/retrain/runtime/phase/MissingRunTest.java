package dev.retrain.runtime.phase;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MissingRunTest {

  private static final Instant NOW = Instant.parse("2001-01-02T00:00:00Z");
  private static final RunKey KEY = new RunKey("delays-1");
  private static final PlannedRun RUN =
      new PlannedRun(
          KEY,
          BATCH,
          "it is time",
          new PlannedRun.Inputs("d1", Map.of(), Optional.empty(), Map.of()));
  private static final Running RUNNING = new Running(RUN, "native", false, NOW);
  private static final Duration GRACE = Deadlines.DEFAULT.missing();

  private static Transition next(Phase phase, Observation.Status seen, Duration later) {
    return phase.next(
        new PhaseInput(
            NOW.plus(later),
            LoopPolicy.of(Scene.policy().when(cron("0 3 * * *"), BATCH).build()),
            Deadlines.DEFAULT,
            LoopMemory.begin(NOW),
            List.of(),
            seen));
  }

  private static Observation.Status lost(Optional<String> found) {
    return lost(found, Duration.ZERO);
  }

  private static Observation.Status lost(Optional<String> found, Duration visibleWithin) {
    return new Observation.Status(
        new RunStatus.Lost("gone"),
        List.of(),
        Optional.empty(),
        found.map(id -> new RunHandle(KEY, id)),
        false,
        visibleWithin);
  }

  private static Observation.Status succeeded(boolean unregistered) {
    ModelVersion version =
        new ModelVersion(Scene.NAME, "3", NOW, URI.create("fake:/m"), Map.of(), Set.of());
    RunStatus status =
        new RunStatus.Succeeded(new RunStatus.RunOutputs(Map.of(), Map.of(), Optional.of(version)));
    return new Observation.Status(
        status, List.of(), Optional.empty(), Optional.empty(), unregistered, Duration.ZERO);
  }

  private static Optional<Kind> kind(Transition made) {
    return made.decision().map(Decision::kind);
  }

  @Test
  void aRunWhoseProcessIsGoneIsSubmittedAgainAtOnceUnderItsKey() {
    Transition made = next(RUNNING, lost(Optional.of("native")), Duration.ofMinutes(1));

    assertThat(made.effect()).isEqualTo(new Effect.Submit(RUN));
    assertThat(made.next()).isInstanceOf(Running.class);
    assertThat(kind(made)).contains(Kind.HOLD);
  }

  @Test
  void aRunThatCannotBeFoundIsSubmittedAgainOnceTheGracePeriodIsOver() {
    Transition first = next(RUNNING, lost(Optional.empty()), Duration.ofMinutes(1));
    assertThat(first.effect()).isEqualTo(Effect.none());

    Transition early = next(first.next(), lost(Optional.empty()), GRACE);
    assertThat(early.effect()).isEqualTo(Effect.none());
    assertThat(early.decision()).isEmpty();

    Transition late = next(early.next(), lost(Optional.empty()), GRACE.plusMinutes(2));
    assertThat(late.effect()).isEqualTo(new Effect.Submit(RUN));
  }

  @Test
  void aBackendThatShowsRunsLaterThanThatIsGivenTheTimeItStates() {
    Duration stated = GRACE.plusMinutes(20);
    Phase waiting = next(RUNNING, lost(Optional.empty(), stated), Duration.ZERO).next();

    Transition early = next(waiting, lost(Optional.empty(), stated), stated);
    assertThat(early.effect()).isEqualTo(Effect.none());

    Transition late = next(waiting, lost(Optional.empty(), stated), stated.plusMinutes(1));
    assertThat(late.effect()).isEqualTo(new Effect.Submit(RUN));
  }

  @Test
  void aRunThatContinuesUnderAnotherNameIsLookedAtUnderThatName() {
    Phase waiting = next(RUNNING, lost(Optional.empty()), Duration.ZERO).next();

    Transition made = next(waiting, lost(Optional.of("other")), Duration.ofMinutes(1));

    assertThat(((Running) made.next()).nativeId()).isEqualTo("other");
    assertThat(kind(made)).contains(Kind.SUBMITTED);
    assertThat(made.memory().runOf(KEY)).contains("other");
  }

  @Test
  void aRunThatIsSeenAgainIsNotMissing() {
    Phase waiting = next(RUNNING, lost(Optional.empty()), Duration.ZERO).next();

    Transition made =
        next(waiting, new Observation.Status(new RunStatus.Running()), Duration.ofMinutes(1));

    assertThat(made.next()).isEqualTo(RUNNING);
  }

  @Test
  void aRunThatIsNotAcceptedAgainFailedAndWasNotRefused() {
    Phase waiting = next(RUNNING, lost(Optional.empty()), Duration.ZERO).next();

    Transition made = next(waiting, lost(Optional.empty()), Duration.ofHours(2));

    assertThat(kind(made)).contains(Kind.RUN_FAILED);
    assertThat(made.memory().rejections()).isZero();
  }

  @Test
  void aRunThatBeganElsewhereIsWaitedForAndNeverSubmitted() {
    Phase adopted = new Running(PlannedRun.adopted(KEY), "native", false, NOW);
    for (int minute = 0; minute < 80; minute++) {
      Transition made = next(adopted, lost(Optional.of("native")), Duration.ofMinutes(minute));
      assertThat(made.effect()).isEqualTo(Effect.none());
      adopted = made.next();
    }

    assertThat(adopted).isInstanceOf(Idle.class);
  }

  @Test
  void aVersionThatTheRegistryDoesNotShowYetIsWaitedFor() {
    Phase waiting = next(RUNNING, succeeded(true), Duration.ZERO).next();
    assertThat(waiting).isInstanceOf(Running.class);

    Transition made = next(waiting, succeeded(false), Duration.ofMinutes(1));

    assertThat(kind(made)).contains(Kind.RUN_SUCCEEDED);
  }

  @Test
  void aVersionThatTheRegistryNeverShowsIsAFailure() {
    Phase waiting = next(RUNNING, succeeded(true), Duration.ZERO).next();

    Transition made = next(waiting, succeeded(true), GRACE.plusMinutes(1));

    assertThat(kind(made)).contains(Kind.RUN_FAILED);
    assertThat(made.decision().orElseThrow().why())
        .isEqualTo("it registered version 3, which the registry did not show within 10m");
  }

  @Test
  void aRunThatWasToEndAndIsGoneHasEnded() {
    Phase cancelling = new Running(RUN, "native", true, NOW);

    assertThat(kind(next(cancelling, lost(Optional.empty()), Duration.ofMinutes(1))))
        .contains(Kind.RUN_FAILED);
  }

  @Test
  void aStateKeepsSinceWhenARunIsMissing() {
    Phase waiting = next(RUNNING, lost(Optional.empty()), Duration.ZERO).next();
    LoopState state = new LoopState(waiting, LoopMemory.begin(NOW));

    assertThat(LoopState.parse(state.toJson(), "state")).isEqualTo(state);
  }
}
