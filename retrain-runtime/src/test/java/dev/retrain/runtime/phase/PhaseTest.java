package dev.retrain.runtime.phase;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseTest {

  private static final Instant NOW = Instant.parse("2001-01-02T00:00:00Z");
  private static final PlannedRun RUN =
      new PlannedRun(
          new RunKey("delays-1"),
          BATCH,
          "it is time",
          new PlannedRun.Inputs("d1", Map.of("week", "5"), Optional.of("1"), Map.of("k", "v")));
  private static final Challenger CHALLENGER = new Challenger(RUN.key(), "2");
  private static final List<Phase> PHASES =
      List.of(
          new Idle(NOW),
          new Submitting(RUN, NOW),
          new Running(RUN, "native", true, NOW),
          new Judging(CHALLENGER, Map.of("scores", URI.create("file:/x")), NOW),
          new RollingOut(CHALLENGER, RolloutState.begin("2", Optional.of("1")), NOW),
          new RollingBack(Optional.of(RUN.key()), "2", Optional.of("1"), NOW),
          new Halted("enough", NOW),
          new Approving(CHALLENGER, "better", NOW));

  private final Retraining retraining = Scene.policy().when(cron("0 3 * * *"), BATCH).build();

  private PhaseInput seen(Observation sight, Duration later, RetrainingRequest... requests) {
    return new PhaseInput(
        NOW.plus(later),
        LoopPolicy.of(retraining),
        Deadlines.DEFAULT,
        LoopMemory.begin(NOW),
        List.of(requests),
        sight);
  }

  private static Observation.Serving serving(String champion) {
    return new Observation.Serving(
        true,
        Map.of(),
        Optional.empty(),
        new Observation.Aliases(Optional.of(champion), Optional.empty()));
  }

  private static List<Observation> sights() {
    return List.of(
        new Observation.Nothing(),
        new Observation.Found(Optional.empty()),
        new Observation.Status(new RunStatus.Running()),
        new Observation.Judged(new Verdict.Reject("no", Node.of(Map.of())), Optional.empty()),
        serving("1"),
        new Observation.Trouble("x", "y", false),
        new Observation.Signals(List.of(), Optional.empty(), List.of(), Optional.empty()));
  }

  @Test
  void everyPhaseSurvivesItsDocument() {
    for (Phase phase : PHASES) {
      LoopState state =
          new LoopState(
              phase,
              LoopMemory.begin(NOW)
                  .reigning(Optional.of(new LoopMemory.LiveVersion("1", NOW)))
                  .settling("x")
                  .consuming(Map.of("when[0]", "t")));
      assertThat(LoopState.parse(state.toJson(), "state")).isEqualTo(state);
    }
    assertThatThrownBy(() -> LoopState.parse("{\"phase\":{\"phase\":\"dreaming\"}}", "state"))
        .hasMessageContaining("dreaming");
  }

  @Test
  void everyPhaseAnswersEverySight() {
    for (Phase phase : PHASES) {
      for (Observation sight : sights()) {
        for (Duration later : List.of(Duration.ofDays(-1), Duration.ZERO, Duration.ofDays(9))) {
          Transition answer = phase.next(seen(sight, later));
          assertThat(answer.next().since()).isAfterOrEqualTo(phase.since());
          answer.decision().ifPresent(d -> assertThat(d.at()).isAfterOrEqualTo(NOW));
        }
      }
    }
  }

  @Test
  void whatTheOutsideRefusesForGoodEndsTheRun() {
    Observation refused = new Observation.Trouble("submit", "no such image", true);

    assertThat(kind(new Submitting(RUN, NOW), refused, Duration.ZERO)).contains(Kind.RUN_FAILED);
    assertThat(kind(PHASES.get(3), refused, Duration.ZERO)).contains(Kind.RUN_FAILED);
    assertThat(kind(PHASES.get(4), refused, Duration.ZERO)).contains(Kind.ROLLED_BACK);
    assertThat(kind(PHASES.get(2), refused, Duration.ofDays(2))).contains(Kind.HALTED);
    assertThat(kind(PHASES.get(2), refused, Duration.ZERO)).isEmpty();
  }

  private Optional<Kind> kind(Phase phase, Observation sight, Duration later) {
    return phase.next(seen(sight, later)).decision().map(decision -> decision.kind());
  }

  @Test
  void anOutsideThatIsSilentIsWaitedForAndNotedOnce() {
    Phase running = new Running(RUN, "native", false, NOW);
    PhaseInput silent =
        seen(new Observation.Trouble("status", "timeout", false), Duration.ofDays(2));

    Transition first = running.next(silent);
    assertThat(first.decision().orElseThrow().kind()).isEqualTo(Kind.HOLD);
    assertThat(first.next()).isEqualTo(running);
    assertThat(running.next(silent.with(first.memory())).decision()).isEmpty();
  }

  @Test
  void whatCannotBeLookedAtForGoodIsNotedOnceWhileIdle() {
    Observation refused = new Observation.Trouble("looking while idle", "not allowed", true);
    Phase idle = new Idle(NOW);

    Transition first = idle.next(seen(refused, Duration.ZERO));
    assertThat(first.decision().orElseThrow().why())
        .isEqualTo("looking while idle failed: not allowed");
    assertThat(idle.next(seen(refused, Duration.ofHours(1)).with(first.memory())).decision())
        .isEmpty();
    assertThat(kind(idle, new Observation.Trouble("x", "timeout", false), Duration.ZERO)).isEmpty();
  }

  @Test
  void aRunTheBackendNeverAcceptedIsGivenUp() {
    assertThat(
            kind(
                new Submitting(RUN, NOW),
                new Observation.Found(Optional.empty()),
                Duration.ofHours(2)))
        .contains(Kind.RUN_FAILED);
  }

  @Test
  void aVersionThatIsNeverReadyIsSentBack() {
    Observation unready =
        new Observation.Serving(
            true,
            Map.of("2", dev.retrain.spi.deploy.VersionHealth.ABSENT),
            Optional.empty(),
            new Observation.Aliases(Optional.of("1"), Optional.empty()));

    Transition answer = PHASES.get(4).next(seen(unready, Duration.ofHours(2)));

    assertThat(answer.decision().orElseThrow().rule()).isEqualTo("deadline: preparing");
    assertThat(answer.effect()).isEqualTo(new Effect.Restore("2", Optional.of("1")));
  }

  @Test
  void anAliasMovedByHandDuringAPromotionIsFollowed() {
    Phase promoting =
        new RollingOut(CHALLENGER, RolloutState.begin("2", Optional.of("1")).promoted(), NOW);

    assertThat(kind(promoting, serving("9"), Duration.ZERO)).contains(Kind.ROLLED_BACK);
    assertThat(promoting.next(seen(serving("9"), Duration.ZERO)).effect())
        .isEqualTo(new Effect.Restore("2", Optional.of("9")));
    assertThat(promoting.next(seen(serving("1"), Duration.ZERO)).effect())
        .isEqualTo(new Effect.Promote("2", Optional.of("1")));
    assertThat(kind(promoting, new Observation.Trouble("route", "no", true), Duration.ZERO))
        .contains(Kind.ROLLED_BACK);
    Phase first =
        new RollingOut(CHALLENGER, RolloutState.begin("2", Optional.empty()).promoted(), NOW);
    assertThat(kind(first, new Observation.Trouble("route", "no", true), Duration.ZERO))
        .contains(Kind.HALTED);
  }

  @Test
  void aPersonMayStopARolloutAndRollBackWhileHalted() {
    RetrainingRequest back =
        new RetrainingRequest(
            "b", RetrainingRequest.Verb.ROLL_BACK, BATCH, "customers complain", NOW);

    Transition stopped = PHASES.get(4).next(seen(serving("1"), Duration.ZERO, back));
    assertThat(stopped.decision().orElseThrow().rule()).isEqualTo("request");

    Observation asked =
        new Observation.Signals(
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.of(new Observation.Aliases(Optional.of("2"), Optional.of("1"))));
    assertThat(new Halted("enough", NOW).next(seen(asked, Duration.ZERO, back)).next())
        .isInstanceOf(RollingBack.class);
    Observation nothing =
        new Observation.Signals(
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.of(new Observation.Aliases(Optional.of("2"), Optional.empty())));
    assertThat(
            new Idle(NOW).next(seen(nothing, Duration.ZERO, back)).decision().orElseThrow().kind())
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void nobodyIsWokenInQuietHours() {
    Retraining quiet =
        Scene.policy()
            .when(cron("0 3 * * *"), BATCH)
            .quietHours(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC)
            .build();

    assertThat(
            GuardCheck.of(quiet.guards(), LoopMemory.begin(NOW), NOW, Optional.empty())
                .orElseThrow()
                .guard())
        .isEqualTo("quiet hours");
    assertThat(
            GuardCheck.of(
                quiet.guards(),
                LoopMemory.begin(NOW),
                NOW.plus(Duration.ofHours(8)),
                Optional.empty()))
        .isEmpty();
  }

  @Test
  void refusesARequestWithoutAReasonAndADeadlineWithoutTime() {
    assertThatThrownBy(
            () -> new RetrainingRequest("x", RetrainingRequest.Verb.RESUME, BATCH, " ", NOW))
        .hasMessageContaining("needs a reason");
    assertThatThrownBy(() -> Deadlines.DEFAULT.running(Duration.ZERO))
        .hasMessageContaining("above 0");
  }
}
