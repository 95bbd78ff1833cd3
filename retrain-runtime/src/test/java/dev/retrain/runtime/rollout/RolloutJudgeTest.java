package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Rollout.WhenInconclusive;
import dev.retrain.api.rollout.Rollout.WhenNoTraffic;
import dev.retrain.runtime.rollout.Canary.Manner;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;

class RolloutJudgeTest {

  private static final RollbackRule ACCURACY = RollbackRule.drop("accuracy", Margin.relative(0.02));
  private static final RollbackRule ERRORS = RollbackRule.errorRateRise(Margin.absolute(0.005));
  private static final RollbackRule RATIO =
      new RollbackRule.LatencyRatioAbove(new Fraction(0.95), 1.2);
  private static final RollbackRule P95 = RollbackRule.p95Above(Duration.ofMillis(150));
  private static final RollbackRule LIMIT = RollbackRule.errorRateAbove(new Fraction(0.05));

  private static Rollout rollout(RollbackRule... rules) {
    return Rollout.canary(percent(20)).observe(Duration.ofMinutes(30)).rollbackIf(rules);
  }

  private static RolloutStep.RollBack rolledBack(Optional<RolloutStep> end) {
    assertThat(end).containsInstanceOf(RolloutStep.RollBack.class);
    return (RolloutStep.RollBack) end.orElseThrow();
  }

  @Test
  void healthyCanariesAreSentBackInFewerThanTheStatedShareOfRollouts() {
    Rollout rollout = rollout(ACCURACY, ERRORS, RATIO, P95, LIMIT);
    int runs = 110;
    int rolledBack = 0;
    for (int seed = 0; seed < runs; seed++) {
      Canary canary = new Canary(rollout, seed);
      canary.throughJson = false; // another test shows that this changes nothing
      Optional<RolloutStep> end = canary.run(31, 500, Manner.GOOD);
      rolledBack += end.orElseThrow() instanceof RolloutStep.RollBack ? 1 : 0;
    }
    double upperEnd =
        BetaDistribution.of(rolledBack + 1.0, runs - rolledBack)
            .inverseCumulativeProbability(0.975);
    assertThat(upperEnd).as("%d of %d", rolledBack, runs).isLessThanOrEqualTo(0.05);
  }

  @Test
  void aCanaryThatPredictsWorseGoesBackWithFiguresAndInterval() {
    Canary canary = new Canary(rollout(ACCURACY, ERRORS, RATIO, P95, LIMIT), 1);

    RolloutStep.RollBack back = rolledBack(canary.run(30, 500, new Manner(0.01, 0.75, 40)));

    assertThat(back.rule()).isEqualTo("rollback: accuracy drops by more than 2 %");
    assertThat(back.why())
        .matches(
            "accuracy is [0-9.]+ % lower than the champion's,"
                + " 99.02 %: [0-9.]+ to [0-9.]+ % lower; 2 % lower is allowed");
    assertThat(Documents.canonicalJson(back.seen())).contains("\"readings\"", "\"checks\"");
  }

  @Test
  void aCanaryThatErrsMoreGoesBack() {
    Canary canary = new Canary(rollout(ERRORS), 2);

    RolloutStep.RollBack back = rolledBack(canary.run(30, 500, new Manner(0.06, 0.85, 40)));

    assertThat(back.why())
        .startsWith("the error rate is 0.0")
        .contains(" higher than the champion's, ");
  }

  @Test
  void aSlowCanaryGoesBackByRatioAndByLimit() {
    Manner slow = new Manner(0.01, 0.85, 80);

    assertThat(rolledBack(new Canary(rollout(RATIO), 3).run(30, 500, slow)).why())
        .startsWith("p95 latency is ")
        .contains(" times the champion's");
    assertThat(rolledBack(new Canary(rollout(P95), 3).run(30, 500, slow)).why())
        .startsWith("p95 latency is ")
        .endsWith("; at most 150 is allowed");
  }

  @Test
  void harmWithinTheMarginIsNoReasonToGoBack() {
    Rollout rollout = rollout(RollbackRule.drop("accuracy", Margin.absolute(0.2)));

    Optional<RolloutStep> end = new Canary(rollout, 4).run(31, 500, new Manner(0.01, 0.75, 40));

    assertThat(end).containsInstanceOf(RolloutStep.Promote.class);
  }

  @Test
  void eightFailuresInARowAreEnough() {
    Canary canary = new Canary(rollout(ACCURACY).minimumRequests(10_000), 5);
    canary.look();
    canary.look();
    canary.later();
    canary.health.put("2", failed(8, 8));

    RolloutStep.RollBack back = rolledBack(canary.look());

    assertThat(back.rule()).isEqualTo("rollback: error burst");
    assertThat(back.why()).startsWith("8 of the stage's 8 requests failed");
  }

  @Test
  void aBurstIsSeenWhileTheVersionWarmsUp() {
    Canary canary = new Canary(rollout(LIMIT).warmUp(Duration.ofMinutes(10)), 5);
    canary.look();
    canary.look();
    canary.later();
    canary.health.put("2", failed(20, 20));

    assertThat(rolledBack(canary.look()).rule()).isEqualTo("rollback: error burst");
  }

  @Test
  void whatIsCountedInTheWarmUpIsLeftOut() {
    Canary canary = new Canary(rollout(LIMIT).warmUp(Duration.ofMinutes(2)), 5);
    canary.look();
    canary.minute(1000, new Manner(0.15, 0.85, 40));
    canary.look();
    canary.minute(1000, new Manner(0.15, 0.85, 40));
    canary.look();
    canary.minute(1000, new Manner(0.15, 0.85, 40));
    canary.look();

    Optional<RolloutStep> end = canary.run(32, 100, Manner.GOOD);

    assertThat(end).containsInstanceOf(RolloutStep.Promote.class);
  }

  private static VersionHealth failed(int errors, int requests) {
    long[] buckets = new long[LatencyHistogram.BUCKETS];
    buckets[80] = requests;
    return new VersionHealth(true, requests, errors, LatencyHistogram.of(buckets), Map.of());
  }

  @Test
  void looksOnceInACheckInterval() {
    Canary canary = new Canary(rollout(LIMIT), 6);
    canary.run(3, 100, Manner.GOOD);
    RolloutState looked = canary.state;
    canary.health.put("2", failed(3, 300));
    canary.now = canary.now.plusSeconds(59);

    assertThat(canary.look()).isEmpty();
    assertThat(canary.state.tests()).isEqualTo(looked.tests());
    assertThat(canary.state.looked()).isEqualTo(looked.looked());
  }

  @Test
  void aVersionThatIsDownGoesBackAtOnce() {
    Canary canary = new Canary(rollout(LIMIT), 6);
    canary.look();
    canary.look();
    canary.health.put("2", VersionHealth.ABSENT);

    assertThat(rolledBack(canary.look()).rule()).isEqualTo("rollback: health check");
  }

  @Test
  void aChampionThatDiesIsStartedAgainWhileTheChallengerStandsIn() {
    Canary canary = new Canary(rollout(LIMIT), 6);
    canary.run(5, 100, Manner.GOOD);
    VersionHealth champion = canary.health.get("1");
    canary.health.put("1", dead(champion));

    assertThat(canary.look()).isEmpty();
    assertThat(canary.traffic).contains(TrafficSplit.all("2"));
    assertThat(canary.state.detour()).isTrue();
    canary.minute(100, Manner.GOOD);
    canary.health.put("1", dead(champion));
    assertThat(canary.look().orElseThrow())
        .isInstanceOfSatisfying(
            RolloutStep.Prepare.class, step -> assertThat(step.version()).isEqualTo("1"));

    canary.health.put("1", champion);
    assertThat(canary.run(3, 100, Manner.GOOD)).isEmpty();
    assertThat(canary.state.detour()).isFalse();
    assertThat(canary.traffic.orElseThrow().share("1").value()).isEqualTo(80);
    assertThat(canary.state.stageBegan()).contains(canary.now.minus(Duration.ofMinutes(2)));
  }

  @Test
  void aChallengerThatStandsInIsStillJudged() {
    Canary canary = new Canary(rollout(LIMIT), 6);
    canary.run(2, 100, Manner.GOOD);
    canary.health.put("1", dead(canary.health.get("1")));
    canary.look();
    canary.minute(200, new Manner(0.9, 0.85, 40));
    canary.health.put("1", dead(canary.health.get("1")));

    assertThat(rolledBack(canary.look()).rule()).startsWith("rollback: error");
  }

  @Test
  void whereNeitherAnswersNoTrafficMovesAndTheChallengerGoesBack() {
    Canary canary = new Canary(rollout(LIMIT), 6);
    canary.run(2, 100, Manner.GOOD);
    Optional<TrafficSplit> before = canary.traffic;
    canary.health.replaceAll((version, was) -> dead(was));

    assertThat(rolledBack(canary.look()).rule()).isEqualTo("rollback: health check");
    assertThat(canary.traffic).isEqualTo(before);
  }

  private static VersionHealth dead(VersionHealth was) {
    return new VersionHealth(false, was.requests(), was.errors(), was.latency(), was.outcomes());
  }

  @Test
  void aCounterThatBeganAgainLosesNothingThatWasSeen() {
    Canary canary = new Canary(rollout(ACCURACY), 7);
    for (int minute = 0; minute < 10; minute++) {
      canary.look();
      canary.minute(50, Manner.GOOD);
    }
    canary.look();
    long before = canary.state.counts("1").stage().requests();
    canary.health.put("1", HealthWindow.NOTHING);
    canary.look();
    canary.minute(50, Manner.GOOD);
    canary.look();

    assertThat(canary.state.counts("1").stage().requests())
        .isEqualTo(before + canary.health.get("1").requests());
  }

  @Test
  void aChampionThatShowsNoCountersForAWhileIsNotCountedTwice() {
    Canary canary = new Canary(rollout(ACCURACY), 8);
    canary.look();
    canary.minute(200, Manner.GOOD);
    canary.look();
    VersionHealth champion = canary.health.remove("1");
    long before = canary.state.counts("1").stage().requests();
    canary.later();
    canary.look();
    canary.later();
    canary.health.put("1", champion);
    canary.look();

    assertThat(canary.state.counts("1").stage().requests()).isEqualTo(before);
  }

  @Test
  void aMetricThatIsMissingIsNeverAPass() {
    Canary canary = new Canary(rollout(ACCURACY).whenInconclusive(WhenInconclusive.ROLL_BACK), 9);
    canary.labelled = false;

    RolloutStep.RollBack back = rolledBack(canary.run(31, 100, Manner.GOOD));

    assertThat(back.rule()).isEqualTo("rollback: inconclusive");
    assertThat(back.why()).contains("accuracy drops by more than 2 %: not measured yet");
  }

  @Test
  void tooFewRequestsAreObservedOnceMoreAndThenSentBack() {
    Rollout rollout =
        rollout(LIMIT).minimumRequests(1000).whenInconclusive(WhenInconclusive.EXTEND_ONCE);
    Canary canary = new Canary(rollout, 10);

    assertThat(canary.run(45, 10, Manner.GOOD)).isEmpty();
    assertThat(canary.state.extended()).isTrue();
    assertThat(rolledBack(canary.run(20, 10, Manner.GOOD)).why())
        .contains("of the 1000 requests that a stage requires");
  }

  @Test
  void aStageWithoutTrafficIsObservedOnceMoreAndThenSentBack() {
    Canary canary = new Canary(rollout(LIMIT), 11);

    assertThat(canary.run(31, 0, Manner.GOOD)).isEmpty();
    assertThat(canary.state.extended()).isTrue();
    assertThat(rolledBack(canary.run(31, 0, Manner.GOOD)).why())
        .startsWith("no safety was shown: it answered 0 of the 1 requests that a stage requires");
  }

  @Test
  void proceedingWithoutEvidenceOfTheRulesDoesNotMeanProceedingWithoutTraffic() {
    Canary canary = new Canary(rollout(LIMIT).whenInconclusive(WhenInconclusive.PROCEED), 11);

    canary.run(31, 0, Manner.GOOD);

    assertThat(rolledBack(canary.run(31, 0, Manner.GOOD)).rule())
        .isEqualTo("rollback: inconclusive");
  }

  @Test
  void aStageWithoutTrafficGoesBackAtOnceWhereThePolicyRequiresIt() {
    Canary canary = new Canary(rollout(LIMIT).whenNoTraffic(WhenNoTraffic.ROLL_BACK), 11);

    assertThat(rolledBack(canary.run(31, 0, Manner.GOOD)).rule())
        .isEqualTo("rollback: inconclusive");
  }

  @Test
  void proceedingWithoutTrafficSaysSoAndIsMarkedAsUnproven() {
    Rollout rollout = rollout(LIMIT).minimumRequests(1000).whenNoTraffic(WhenNoTraffic.PROCEED);
    Canary canary = new Canary(rollout, 11);

    Optional<RolloutStep> end = canary.run(31, 10, Manner.GOOD);

    assertThat(end).containsInstanceOf(RolloutStep.Promote.class);
    RolloutStep.Promote promote = (RolloutStep.Promote) end.orElseThrow();
    assertThat(promote.why()).startsWith("no harm was shown; it");
    assertThat(Documents.canonicalJson(promote.seen())).contains("\"unproven\"");
  }

  @Test
  void theStateIsTheSameAfterItWasStored() {
    Canary canary = new Canary(rollout(ACCURACY, ERRORS, RATIO, P95, LIMIT), 12);
    canary.run(5, 300, Manner.GOOD);

    String once = Documents.canonicalJson(RolloutState.shape().write(canary.state));
    String twice = Documents.canonicalJson(RolloutState.shape().write(Canary.stored(canary.state)));

    assertThat(twice).isEqualTo(once).contains("logLikelihood", "\"p95 latency above 150 ms@1\"");
  }

  @Test
  void aStateThatCannotBeReadBeginsAgain() {
    Canary canary = new Canary(rollout(ACCURACY), 13);
    canary.run(3, 300, Manner.GOOD);
    var broken = new TreeMap<>(canary.state.tests());
    broken.replaceAll((member, kept) -> Node.of("of another release"));
    canary.state = canary.state.tested(broken, canary.now.minus(Duration.ofHours(1)));

    assertThat(canary.look()).isEmpty();
    assertThat(canary.state.tests().values()).allMatch(kept -> kept instanceof Node.Mapping);
  }
}
