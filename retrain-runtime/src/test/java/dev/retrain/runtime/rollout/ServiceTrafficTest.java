package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Fraction;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.HealthInterval;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficResolution;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.deploy.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rollouts over a target whose traffic settles later and whose counts cover intervals. */
class ServiceTrafficTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final TrafficSplit BEFORE = TrafficSplit.all("1");
  private static final TrafficSplit CANARY = TrafficSplit.of("2", percent(20), "1");
  private static final VersionHealth READY =
      new VersionHealth(true, 0, 0, LatencyHistogram.empty(), Map.of());

  private final Rollout rollout =
      Rollout.canary(percent(20))
          .observe(Duration.ofMinutes(30))
          .rollbackIf(RollbackRule.errorRateAbove(new Fraction(0.05)));
  private final RolloutJudge judge = new RolloutJudge(rollout);

  private static RolloutObservation at(
      Instant now, Traffic traffic, VersionHealth champion, VersionHealth challenger) {
    return new RolloutObservation(
        now,
        Map.of("1", champion, "2", challenger),
        Optional.of(traffic),
        TrafficResolution.INTEGER_PERCENT);
  }

  private static RolloutObservation at(Instant now, Traffic traffic) {
    return at(now, traffic, READY, READY);
  }

  private RolloutState begun() {
    RolloutStep first =
        judge.next(
            RolloutState.begin("2", Optional.of("1")), at(NOON, new Traffic.Settled(BEFORE)));
    assertThat(first).isInstanceOf(RolloutStep.Begin.class);
    return ((RolloutStep.Begin) first).next();
  }

  private RolloutState observing() {
    RolloutStep step = judge.next(begun(), at(NOON.plusSeconds(60), new Traffic.Settled(CANARY)));
    assertThat(step).isInstanceOf(RolloutStep.Wait.class);
    return ((RolloutStep.Wait) step).next();
  }

  @Test
  void theObservationOfAStageBeginsWhenItsTrafficHasSettled() {
    Traffic updating = new Traffic.Updating(Optional.of(BEFORE), CANARY, Optional.of(NOON));

    RolloutStep waiting = judge.next(begun(), at(NOON.plusSeconds(600), updating));

    assertThat(waiting).isEqualTo(new RolloutStep.Wait(begun()));
    RolloutStep settled =
        judge.next(begun(), at(NOON.plusSeconds(700), new Traffic.Settled(CANARY)));
    assertThat(((RolloutStep.Wait) settled).next().stageBegan()).contains(NOON.plusSeconds(700));
  }

  @Test
  void trafficThatDiffersByLessThanAStepOfTheServiceIsTheSame() {
    TrafficSplit rounded = TrafficSplit.of("2", percent(20.4), "1");

    RolloutStep step = judge.next(begun(), at(NOON.plusSeconds(60), new Traffic.Settled(rounded)));

    assertThat(step).isInstanceOf(RolloutStep.Wait.class);
  }

  @Test
  void aChangeThatTheTargetCouldNotMakeSendsTheChallengerBack() {
    Traffic failed = new Traffic.Failed(Optional.of(BEFORE), "no capacity for the variant");

    RolloutStep step = judge.next(begun(), at(NOON.plusSeconds(60), failed));

    assertThat(step).isInstanceOf(RolloutStep.RollBack.class);
    assertThat(((RolloutStep.RollBack) step).why()).contains("no capacity for the variant");
  }

  @Test
  void trafficThatNobodyRequestedStopsTheRolloutAndIsReported() {
    Traffic other = new Traffic.Settled(TrafficSplit.of("2", percent(70), "1"));

    RolloutStep step = judge.next(observing(), at(NOON.plusSeconds(120), other));

    assertThat(step).isInstanceOf(RolloutStep.Stop.class);
    assertThat(((RolloutStep.Stop) step).why()).contains("2: 70 %").contains("2: 20 %");
  }

  @Test
  void trafficThatTheTargetGaveBackToTheChampionSendsTheChallengerBack() {
    RolloutStep step =
        judge.next(observing(), at(NOON.plusSeconds(120), new Traffic.Settled(BEFORE)));

    assertThat(step).isInstanceOf(RolloutStep.RollBack.class);
  }

  @Test
  void aVersionThatTheTargetGaveUpGoesBackAtOnceWithTheReason() {
    VersionHealth failed = READY.in(new VersionState.Failed("image not found"));

    RolloutStep step =
        judge.next(
            RolloutState.begin("2", Optional.of("1")),
            at(NOON, new Traffic.Settled(BEFORE), READY, failed));

    assertThat(step).isInstanceOf(RolloutStep.RollBack.class);
    assertThat(((RolloutStep.RollBack) step).why()).contains("image not found");
  }

  @Test
  void countsOfIntervalsAreAddedOnceEach() {
    RolloutState state = observing();
    Instant from = NOON.plusSeconds(60);
    for (int look = 1; look <= 3; look++) {
      HealthInterval interval = new HealthInterval(from, from.plusSeconds(60));
      VersionHealth counted =
          new VersionHealth(true, 100, 1, LatencyHistogram.empty(), Map.of()).over(interval);
      for (int repeat = 0; repeat < 2; repeat++) { // the second look shows the same interval again
        Instant now = interval.to().plusSeconds(30L + 60 * repeat);
        RolloutStep step =
            judge.next(state, at(now, new Traffic.Settled(CANARY), counted, counted));
        state = ((RolloutStep.Wait) step).next();
      }
      from = interval.to();
    }

    assertThat(state.counts().get("2").stage().requests()).isEqualTo(300);
    assertThat(state.query(rollout, NOON).since()).isEqualTo(from);
  }

  @Test
  void countsAreAskedForFromTheStartOfTheStageWithTheLimitsOfTheRules() {
    Rollout limited = rollout.rollbackIf(RollbackRule.p95Above(Duration.ofMillis(150)));

    assertThat(observing().query(limited, NOON).since()).isEqualTo(NOON.plusSeconds(60));
    assertThat(observing().query(limited, NOON).latencyLimits())
        .containsExactly(Duration.ofMillis(150));
  }
}
