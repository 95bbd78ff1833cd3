package dev.retrain.runtime.phase;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficResolution;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rollback ends at the champion, or says why it cannot. */
class RollingBackTest {

  private static final Instant NOW = Instant.parse("2001-01-02T00:00:00Z");
  private static final RunKey RUN = new RunKey("delays-1");
  private static final RollingBack BACK =
      new RollingBack(Optional.of(RUN), "2", Optional.of("1"), NOW);
  private static final VersionHealth READY =
      new VersionHealth(true, 0, 0, LatencyHistogram.empty(), Map.of());
  private static final TrafficSplit SPLIT = TrafficSplit.of("2", percent(5), "1");

  private final Retraining retraining = Scene.policy().when(cron("0 3 * * *"), BATCH).build();

  private Transition next(Phase phase, Duration later, Observation sight) {
    return phase.next(
        new PhaseInput(
            NOW.plus(later),
            LoopPolicy.of(retraining),
            Deadlines.DEFAULT,
            LoopMemory.begin(NOW),
            List.of(),
            sight));
  }

  private static Observation serving(
      Map<String, VersionHealth> health, TrafficSplit traffic, String... lost) {
    return new Observation.Serving(
        true,
        health,
        Optional.of(new Traffic.Settled(traffic)),
        TrafficResolution.EXACT,
        LatencyForm.COUNTED,
        new Observation.Aliases(Optional.of("2"), Optional.of("1")),
        Set.of(lost));
  }

  private static Decision halted(Transition transition) {
    assertThat(transition.next()).isInstanceOf(Halted.class);
    Decision decision = transition.decision().orElseThrow();
    assertThat(decision.kind()).isEqualTo(Kind.HALTED);
    return decision;
  }

  @Test
  void leavesTheTrafficWhereItIsUntilTheChampionIsReady() {
    TrafficSplit all = TrafficSplit.all("2");
    Transition missing = next(BACK, Duration.ZERO, serving(Map.of("2", READY), all));
    assertThat(missing.effect()).isEqualTo(new Effect.Prepare("1"));

    Transition loading =
        next(BACK, Duration.ZERO, serving(Map.of("2", READY, "1", VersionHealth.ABSENT), all));
    assertThat(loading.effect()).isEqualTo(new Effect.Prepare("1"));
    assertThat(loading.next()).isEqualTo(BACK);

    Transition ready = next(BACK, Duration.ZERO, serving(Map.of("2", READY, "1", READY), all));
    assertThat(ready.effect()).isEqualTo(new Effect.Restore("2", Optional.of("1")));
  }

  @Test
  void takesTheTrafficFromAChampionThatDiedWhileTheOtherAnswers() {
    Map<String, VersionHealth> health = Map.of("2", READY, "1", VersionHealth.ABSENT);
    Transition around = next(BACK, Duration.ZERO, serving(health, SPLIT));
    assertThat(around.effect()).isEqualTo(new Effect.Route(TrafficSplit.all("2")));
    assertThat(around.next()).isEqualTo(BACK);
    assertThat(around.decision().orElseThrow().why())
        .isEqualTo("version 1 does not answer its health check any more; it is started again");

    Transition both =
        next(
            BACK,
            Duration.ZERO,
            serving(Map.of("2", VersionHealth.ABSENT, "1", VersionHealth.ABSENT), SPLIT));
    assertThat(both.effect()).isEqualTo(new Effect.Prepare("1"));
  }

  @Test
  void haltsWhenTheChampionIsNeverReady() {
    Transition end =
        next(BACK, Duration.ofHours(2), serving(Map.of("2", READY), TrafficSplit.all("2")));

    assertThat(halted(end).why())
        .isEqualTo(
            "version 1 is not ready to take the traffic back within PT1H;"
                + " the traffic stands at 2: 100 %");
  }

  @Test
  void givesTheTrafficToAChampionThatRunsThoughTheRegistryLostIt() {
    Transition move =
        next(BACK, Duration.ZERO, serving(Map.of("2", READY, "1", READY), SPLIT, "1"));
    assertThat(move.effect()).isEqualTo(new Effect.Route(TrafficSplit.all("1")));

    Transition end =
        next(
            BACK,
            Duration.ZERO,
            serving(Map.of("2", READY, "1", READY), TrafficSplit.all("1"), "1"));
    assertThat(halted(end).why())
        .isEqualTo(
            "version 2 cannot go back to version 1, which the registry does not have any more;"
                + " the traffic stands at 1: 100 %");
    assertThat(end.decision().orElseThrow().runKey()).contains("delays-1");
  }

  @Test
  void haltsWhereNoChampionExistsAndSaysWhereTheTrafficStands() {
    Transition end =
        next(BACK, Duration.ZERO, serving(Map.of("2", READY), TrafficSplit.all("2"), "1"));

    assertThat(halted(end).rule()).isEqualTo("rollback target");
    assertThat(end.effect()).isEqualTo(Effect.none());
    assertThat(end.decision().orElseThrow().why()).endsWith("the traffic stands at 2: 100 %");
  }

  @Test
  void aWayBackThatDoesNotEndIsNotedOnceAndTriedOn() {
    Observation stuck = serving(Map.of("2", READY, "1", READY), TrafficSplit.all("2"));

    Transition late = next(BACK, Duration.ofHours(2), stuck);
    assertThat(late.effect()).isEqualTo(new Effect.Restore("2", Optional.of("1")));
    assertThat(late.decision().orElseThrow().why())
        .isEqualTo("version 2 is still not gone after PT1H; the traffic stands at 2: 100 %");
    Transition again =
        BACK.next(
            new PhaseInput(
                NOW.plus(Duration.ofHours(3)),
                LoopPolicy.of(retraining),
                Deadlines.DEFAULT,
                late.memory(),
                List.of(),
                stuck));
    assertThat(again.decision()).isEmpty();
    assertThat(again.effect()).isEqualTo(late.effect());
  }

  @Test
  void waitsForATargetThatIsAwayAndHaltsWhenItRefusesForGood() {
    Observation away = new Observation.Trouble("it", "connection refused", false);
    Observation refused = new Observation.Trouble("it", "no such endpoint", true);

    assertThat(next(BACK, Duration.ofMinutes(59), refused).next()).isEqualTo(BACK);
    assertThat(next(BACK, Duration.ofHours(9), away).next()).isEqualTo(BACK);
    assertThat(next(BACK, Duration.ofHours(9), away).decision().orElseThrow().kind())
        .isEqualTo(Kind.HOLD);
    assertThat(halted(next(BACK, Duration.ofHours(2), refused)).why()).contains("no such endpoint");
  }

  @Test
  void aRolloutWhoseWayBackIsLostIsRefusedBeforeTrafficMoves() {
    Phase start =
        new RollingOut(new Challenger(RUN, "2"), RolloutState.begin("2", Optional.of("1")), NOW);

    Transition refused =
        next(
            start,
            Duration.ZERO,
            new Observation.Serving(
                true,
                Map.of("2", READY, "1", READY),
                Optional.of(new Traffic.Settled(TrafficSplit.all("1"))),
                TrafficResolution.EXACT,
                LatencyForm.COUNTED,
                new Observation.Aliases(Optional.of("1"), Optional.empty()),
                Set.of("1")));

    assertThat(halted(refused).why())
        .startsWith("version 2 gets no traffic: version 1, to which the alias champion points")
        .contains("the traffic stands at 1: 100 %");
    assertThat(refused.effect()).isEqualTo(Effect.none());
  }
}
