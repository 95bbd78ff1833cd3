package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.rollout.RollbackRule.drop;
import static dev.retrain.api.rollout.RollbackRule.errorRateRise;
import static dev.retrain.api.rollout.RollbackRule.p95Above;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Reading;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.rollout.LatencyHistogram;
import dev.retrain.api.rollout.OutcomeTotals;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutJudgeTest {

  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final TrafficSplit FIVE = TrafficSplit.of("2", percent(5), "1");
  private Instant now = Instant.parse("2001-01-01T00:00:00Z");
  private RolloutState state = RolloutState.begin("2", Optional.of("1"));

  private static VersionHealth health(int requests, int errors, int millis, double accuracy) {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    counts[LatencyHistogram.bucket(Duration.ofMillis(millis))] = requests;
    return new VersionHealth(
        true,
        requests,
        errors,
        LatencyHistogram.of(counts),
        Map.of("accuracy", new OutcomeTotals(requests, accuracy * requests, accuracy * requests)));
  }

  private RolloutStep look(
      Rollout rollout, VersionHealth challenger, VersionHealth champion, TrafficSplit traffic) {
    RolloutSeen seen =
        new RolloutSeen(now, Map.of("2", challenger, "1", champion), Optional.of(traffic));
    RolloutStep step = new RolloutJudge(rollout).next(state, seen);
    if (step instanceof RolloutStep.Wait wait) {
      state = wait.next();
    } else if (step instanceof RolloutStep.Begin begin) {
      state = begin.next();
    }
    return step;
  }

  /** Begins the stage, counts from nothing, and looks half an hour later. */
  private RolloutStep afterStage(
      Rollout rollout, VersionHealth challenger, VersionHealth champion) {
    for (int i = 0; i < 3; i++) {
      look(rollout, health(0, 0, 1, 0), health(0, 0, 1, 0), FIVE);
    }
    now = now.plus(HALF_HOUR);
    return look(rollout, challenger, champion, FIVE);
  }

  private static Rollout canary(RollbackRule... rules) {
    return Rollout.canary(percent(5)).observe(HALF_HOUR).rollbackIf(rules);
  }

  @Test
  void aDropIsMeasuredAgainstTheChampionOfTheSameTime() {
    Rollout rollout = canary(drop("accuracy", relative(0.05)));

    RolloutStep step = afterStage(rollout, health(500, 0, 5, 0.7), health(9000, 0, 5, 0.8));

    assertThat(step).isInstanceOf(RolloutStep.RollBack.class);
    assertThat(((RolloutStep.RollBack) step).rule())
        .isEqualTo("rollback: accuracy drops by more than 5 %");
    assertThat(((RolloutStep.RollBack) step).why()).isEqualTo("accuracy 0.7 is below 0.76");
  }

  @Test
  void everyKindOfRuleCanPassAndBreach() {
    VersionHealth champion = health(9000, 90, 10, 0.8);
    RollbackRule[] rules = {
      drop("accuracy", absolute(0.02)),
      p95Above(Duration.ofMillis(100)),
      new RollbackRule.LatencyRatioAbove(new Fraction(0.95), 3),
      RollbackRule.errorRateAbove(new Fraction(0.05)),
      errorRateRise(absolute(0.02))
    };
    VersionHealth bad = health(100, 20, 500, 0.7);
    VersionHealth good = health(100, 1, 12, 0.8);
    for (RollbackRule rule : rules) {
      assertThat(RuleCheck.of(rule, bad, champion, 1)).isInstanceOf(RuleCheck.Breached.class);
      assertThat(RuleCheck.of(rule, good, champion, 1)).isInstanceOf(RuleCheck.Passed.class);
      assertThat(RuleCheck.of(rule, health(0, 0, 1, 0), champion, 1))
          .isInstanceOf(RuleCheck.Inconclusive.class);
    }
    for (RollbackRule rule : new RollbackRule[] {rules[0], rules[2], rules[4]}) {
      assertThat(RuleCheck.of(rule, good, VersionHealth.ABSENT, 1))
          .isInstanceOf(RuleCheck.Inconclusive.class);
    }
    assertThat(
            RuleCheck.of(new RollbackRule.Drop(Metric.LOG_LOSS, absolute(0.1)), good, champion, 1))
        .isInstanceOf(RuleCheck.Inconclusive.class);
    assertThat(RuleCheck.of(rules[1], health(100, 0, 1_000_000, 1), champion, 1))
        .isInstanceOf(RuleCheck.Breached.class);
  }

  @Test
  void whatIsInconclusiveFollowsThePolicy() {
    VersionHealth silent = health(0, 0, 1, 0);
    VersionHealth busy = health(9000, 0, 5, 0.8);
    Rollout proceed = canary().minimumRequests(10);
    assertThat(afterStage(proceed, silent, busy)).isInstanceOf(RolloutStep.Promote.class);

    state = RolloutState.begin("2", Optional.of("1"));
    Rollout back = proceed.whenInconclusive(Rollout.WhenInconclusive.ROLL_BACK);
    assertThat(afterStage(back, silent, busy)).isInstanceOf(RolloutStep.RollBack.class);

    state = RolloutState.begin("2", Optional.of("1"));
    Rollout extend = proceed.whenInconclusive(Rollout.WhenInconclusive.EXTEND_ONCE);
    assertThat(afterStage(extend, silent, busy)).isInstanceOf(RolloutStep.Wait.class);
    now = now.plus(HALF_HOUR);
    assertThat(look(extend, silent, busy, FIVE)).isInstanceOf(RolloutStep.RollBack.class);
  }

  @Test
  void trafficThatSomebodyChangedIsSetAgain() {
    look(canary(), health(0, 0, 1, 0), health(0, 0, 1, 0), FIVE);

    RolloutStep step =
        look(canary(), health(0, 0, 1, 0), health(0, 0, 1, 0), TrafficSplit.all("1"));

    assertThat(step).isInstanceOf(RolloutStep.Route.class);
    assertThat(((RolloutStep.Route) step).split()).isEqualTo(FIVE);
  }

  @Test
  void aWarmUpIsNotCounted() {
    Rollout rollout =
        canary(RollbackRule.errorRateAbove(new Fraction(0.05))).warmUp(Duration.ofMinutes(10));
    look(rollout, health(0, 0, 1, 0), health(0, 0, 1, 0), FIVE);
    look(rollout, health(0, 0, 1, 0), health(0, 0, 1, 0), FIVE);
    now = now.plus(Duration.ofMinutes(5));
    assertThat(look(rollout, health(50, 40, 1, 0), health(0, 0, 1, 0), FIVE))
        .isInstanceOf(RolloutStep.Wait.class);
    now = now.plus(Duration.ofMinutes(6));
    look(rollout, health(50, 40, 1, 0), health(0, 0, 1, 0), FIVE);
    now = now.plus(Duration.ofMinutes(1));

    assertThat(look(rollout, health(150, 40, 1, 0), health(0, 0, 1, 0), FIVE))
        .isInstanceOf(RolloutStep.Wait.class);
  }

  @Test
  void countersThatWereResetCountFromNothing() {
    VersionHealth window = HealthWindow.between(health(500, 400, 5, 0.5), health(20, 1, 5, 0.5));

    assertThat(window.requests()).isEqualTo(20);
    assertThat(HealthWindow.between(health(10, 1, 5, 0.5), health(20, 1, 7, 0.5)).requests())
        .isEqualTo(20);
    assertThat(HealthWindow.between(health(10, 1, 5, 0.5), health(30, 2, 5, 0.5)).errors())
        .isEqualTo(1);
  }

  @Test
  void everyStrategyIsAListOfStages() {
    assertThat(Stage.of(Rollout.allAtOnce())).hasSize(1);
    assertThat(Stage.of(of(new Strategy.Linear(percent(25), HALF_HOUR)))).hasSize(3);
    assertThat(Stage.of(of(new Strategy.BlueGreen(HALF_HOUR))).get(0).split("2", "1"))
        .isEqualTo(TrafficSplit.all("2"));
    assertThat(Stage.of(of(new Strategy.AbTest(percent(50), "auc"))).get(0).share())
        .isEqualTo(percent(50));
    Stage shadow = Stage.of(of(new Strategy.Shadow(percent(100)))).get(0);
    assertThat(shadow.split("2", "1").mirrored()).containsEntry("2", percent(100));
    assertThat(shadow).hasToString("100 % mirrored");
  }

  private static Rollout of(Strategy strategy) {
    Rollout plain = Rollout.allAtOnce();
    return new Rollout(
        strategy,
        plain.observe(),
        plain.checkEvery(),
        plain.warmUp(),
        plain.minimumRequests(),
        plain.rules(),
        plain.falseRollback(),
        plain.whenInconclusive());
  }

  @Test
  void aRolloutUnderWaySurvivesItsDocument() {
    afterStage(
        canary(RollbackRule.errorRateAbove(new Fraction(0.9))).observe(Duration.ofHours(5)),
        health(10, 1, 5, 0.5),
        health(20, 0, 5, 0.5));
    RolloutState counting =
        state.counting(Map.of("2", health(10, 1, 5, 0.5), "1", health(20, 0, 5, 0.5)));

    String json = Documents.canonicalJson(RolloutState.shape().write(counting));

    assertThat(
            Documents.canonicalJson(
                RolloutState.shape()
                    .write(Reading.of(RolloutState.shape(), Documents.parse(json, "r"), "r"))))
        .isEqualTo(json);
  }
}
