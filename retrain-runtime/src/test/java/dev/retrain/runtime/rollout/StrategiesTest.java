package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Rollout.WhenInconclusive;
import dev.retrain.runtime.rollout.Canary.Manner;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrategiesTest {

  private static final RollbackRule[] RULES = {
    RollbackRule.drop("accuracy", Margin.absolute(0.01)),
    RollbackRule.errorRateRise(Margin.absolute(0.005)),
    new RollbackRule.LatencyRatioAbove(new Fraction(0.95), 1.2)
  };

  private static final Manner INACCURATE = new Manner(0.01, 0.7, 40);
  private static final Manner ERRING = new Manner(0.1, 0.85, 40);
  private static final Manner SLOW = new Manner(0.01, 0.85, 90);

  /** A champion that has served for an hour before. */
  private static Canary over(Rollout rollout) {
    Canary canary = new Canary(rollout, 1);
    canary.minute(6000, Manner.GOOD);
    return canary;
  }

  private static void goesBack(Rollout rollout, Manner manner, String why) {
    Optional<RolloutStep> end = over(rollout).run(31, 300, manner);
    assertThat(end).containsInstanceOf(RolloutStep.RollBack.class);
    assertThat(((RolloutStep.RollBack) end.orElseThrow()).why()).contains(why);
  }

  private static void goesThrough(Rollout rollout) {
    assertThat(over(rollout).run(121, 300, Manner.GOOD))
        .containsInstanceOf(RolloutStep.Promote.class);
  }

  @Test
  void allAtOnceIsHeldAgainstWhatTheChampionCountedBefore() {
    Rollout rollout = Rollout.allAtOnce().rollbackIf(RULES);

    goesThrough(rollout);
    goesBack(rollout, INACCURATE, "(the champion's was 0.8");
    goesBack(rollout, ERRING, "the error rate is 0.");
    goesBack(rollout, SLOW, "times the champion's");
  }

  @Test
  void blueGreenWatchesWhileTheChampionIsKept() {
    Rollout rollout = Rollout.blueGreen(Duration.ofMinutes(20)).rollbackIf(RULES);

    goesThrough(rollout);
    goesBack(rollout, ERRING, "the error rate is 0.");
  }

  @Test
  void aLinearRolloutStepsToTheEnd() {
    Rollout rollout = Rollout.linear(percent(25), Duration.ofMinutes(10)).rollbackIf(RULES);

    goesThrough(rollout);
    goesBack(rollout, INACCURATE, " lower than the champion's");
  }

  @Test
  void aLinearStepOfEverythingIsOneStage() {
    goesThrough(Rollout.linear(percent(100), Duration.ofMinutes(10)).rollbackIf(RULES));
  }

  @Test
  void aLastStageWithoutTheChampionIsJudgedToo() {
    Rollout rollout =
        Rollout.canary(percent(50), percent(100)).observe(Duration.ofMinutes(5)).rollbackIf(RULES);
    Canary canary = over(rollout);
    assertThat(canary.run(7, 300, Manner.GOOD)).isEmpty();
    assertThat(canary.traffic).contains(TrafficSplit.all("2"));

    assertThat(canary.run(4, 300, INACCURATE)).containsInstanceOf(RolloutStep.RollBack.class);
  }

  @Test
  void aShadowIsJudgedByWhatItAnswersToCopies() {
    Rollout rollout = Rollout.shadow(percent(30)).rollbackIf(RULES[1], RULES[2]);

    goesThrough(rollout);
    goesBack(rollout, ERRING, " higher than the champion's");
    goesBack(rollout, SLOW, "p95 latency is");
  }

  @Test
  void aShadowThatABusyTargetCopiesLittleToSaysSoAndIsJudgedByTheRest() {
    Rollout rollout =
        Rollout.shadow(percent(100)).observe(Duration.ofMinutes(5)).rollbackIf(RULES[1], RULES[2]);
    Canary shed = over(rollout);
    shed.copiesMade = 0.1;
    RolloutStep.Promote promote =
        (RolloutStep.Promote) shed.run(10, 3_000, Manner.GOOD).orElseThrow();
    assertThat(promote.why())
        .containsPattern("compared on 1\\d{3} mirrored requests, 1\\d{4} were requested");

    Canary whole = over(rollout);
    assertThat(((RolloutStep.Promote) whole.run(10, 3_000, Manner.GOOD).orElseThrow()).why())
        .doesNotContain("asked for");

    Canary bad = over(rollout);
    bad.copiesMade = 0.1;
    assertThat(bad.run(10, 3_000, ERRING)).containsInstanceOf(RolloutStep.RollBack.class);
  }

  @Test
  void anAbTestNeedsAWinner() {
    Rollout test = Rollout.abTest(percent(50), "accuracy").observe(Duration.ofMinutes(30));
    Rollout strict = test.whenInconclusive(WhenInconclusive.ROLL_BACK);

    goesBack(strict, Manner.GOOD, "no winner is shown");
    goesBack(strict, INACCURATE, " lower than the champion's");
    assertThat(over(strict).run(31, 300, new Manner(0.01, 0.95, 40)))
        .containsInstanceOf(RolloutStep.Promote.class);
  }

  @Test
  void anAbTestByAMetricWithoutDirectionIsRefused() {
    Canary canary = over(Rollout.abTest(percent(50), "conversion"));

    RolloutStep.RollBack back = (RolloutStep.RollBack) canary.look().orElseThrow();

    assertThat(back.rule()).isEqualTo("rollout: refused");
    assertThat(back.why()).contains("conversion, which is not a built-in metric");
  }

  @Test
  void aRuleOnAMetricTheTargetDoesNotCountIsRefusedBeforeTrafficMoves() {
    Canary canary =
        over(Rollout.canary(percent(5)).rollbackIf(RollbackRule.drop("f1", Margin.absolute(0.1))));

    RolloutStep.RollBack back = (RolloutStep.RollBack) canary.look().orElseThrow();

    assertThat(back.why()).isEqualTo("no source has the metric f1: the target counts accuracy");
    assertThat(canary.traffic).contains(TrafficSplit.all("1"));
  }

  @Test
  void aRuleOnLabelsThatNeverCameIsRefusedUnlessTheRollbackStaysArmedForThem() {
    Rollout rollout = Rollout.canary(percent(5)).rollbackIf(RULES);
    Canary unlabelled = new Canary(rollout, 1);
    unlabelled.labelled = false;
    unlabelled.minute(6000, Manner.GOOD);
    RolloutStep.RollBack back = (RolloutStep.RollBack) unlabelled.look().orElseThrow();
    assertThat(back.rule()).isEqualTo("rollout: refused");
    assertThat(back.why())
        .startsWith(
            "no source has the metric accuracy: of 6000 requests that the champion answered none");

    Canary armed = new Canary(rollout.rollbackWindow(Duration.ofDays(7), 1000), 1);
    armed.labelled = false;
    armed.minute(6000, Manner.GOOD);
    RolloutStep end = armed.run(40, 300, Manner.GOOD).orElseThrow();
    assertThat(end).isInstanceOf(RolloutStep.Promote.class);
    assertThat(((RolloutStep.Promote) end).next().isArmed()).isTrue();
  }

  @Test
  void aRuleOnLatencyIsRefusedWhereNoDurationIsCounted() {
    Canary canary = new Canary(Rollout.canary(percent(5)).rollbackIf(RULES[2]), 1);
    canary.health.put("1", new VersionHealth(true, 10, 0, LatencyHistogram.empty(), Map.of()));

    RolloutStep.RollBack back = (RolloutStep.RollBack) canary.look().orElseThrow();

    assertThat(back.why()).isEqualTo("no source has the latency: the target counts no durations");
  }

  @Test
  void aChampionThatIsNotThereIsMadeReadyBeforeTrafficMoves() {
    Canary canary = new Canary(Rollout.canary(percent(5)), 1);
    canary.health.remove("1");

    RolloutStep step =
        new RolloutJudge(Rollout.canary(percent(5)))
            .next(canary.state, new RolloutObservation(canary.now, canary.health, canary.traffic));

    assertThat(step).isEqualTo(new RolloutStep.Prepare(canary.state, "1"));
  }

  @Test
  void aMeanIsComparedToo() {
    Metric revenue = new Metric("revenue", Direction.HIGHER_IS_BETTER, "");
    Rollout rollout =
        Rollout.canary(percent(50))
            .rollbackIf(new RollbackRule.Drop(revenue, Margin.relative(0.05)));
    Canary canary = new Canary(rollout, 1);
    canary.labelled = false;
    Optional<RolloutStep> end = Optional.empty();
    for (int i = 0; i < 20 && end.isEmpty(); i++) {
      canary.minute(1000, Manner.GOOD);
      earn(canary, "1", 10);
      earn(canary, "2", 8);
      end = canary.look();
    }

    assertThat(end).containsInstanceOf(RolloutStep.RollBack.class);
    assertThat(((RolloutStep.RollBack) end.orElseThrow()).why())
        .startsWith("revenue is 20 % lower than the champion's");
  }

  /** Half of 400 requests earn twice as much, half nothing. */
  private static void earn(Canary canary, String version, double mean) {
    OutcomeTotals totals = new OutcomeTotals(400, 400 * mean, 200 * 4 * mean * mean);
    VersionHealth none = HealthWindow.NOTHING;
    VersionHealth more = new VersionHealth(true, 0, 0, none.latency(), Map.of("revenue", totals));
    canary.health.merge(version, more, HealthWindow::sum);
  }

  @Test
  void timeOnHoldIsNotObservedButJudged() {
    Canary canary =
        over(Rollout.canary(percent(20)).observe(Duration.ofMinutes(10)).rollbackIf(RULES));
    canary.run(5, 300, Manner.GOOD);
    canary.state = canary.state.pausedAt(canary.now);

    assertThat(canary.run(60, 300, Manner.GOOD)).isEmpty();
    canary.state = canary.state.resumedAt(canary.now);
    assertThat(canary.run(3, 300, Manner.GOOD)).isEmpty();
    canary.state = canary.state.pausedAt(canary.now);
    assertThat(canary.run(30, 300, ERRING)).containsInstanceOf(RolloutStep.RollBack.class);
  }
}
