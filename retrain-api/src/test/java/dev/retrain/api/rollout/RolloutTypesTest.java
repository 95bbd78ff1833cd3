package dev.retrain.api.rollout;

import static dev.retrain.api.metric.Fraction.fraction;
import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.Percent;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTypesTest {

  static List<Rollout> rollouts() {
    return List.of(
        Rollout.allAtOnce(),
        Rollout.canary(percent(5), percent(25), percent(50))
            .observe(Duration.ofMinutes(30))
            .checkEvery(Duration.ofSeconds(20))
            .warmUp(Duration.ofSeconds(10))
            .minimumRequests(100)
            .falseRollback(fraction(0.01))
            .whenInconclusive(Rollout.WhenInconclusive.EXTEND_ONCE)
            .rollbackIf(
                RollbackRule.drop("accuracy", relative(0.05)),
                new RollbackRule.Drop(
                    new Metric("revenue", Direction.HIGHER_IS_BETTER, ""), absolute(1)),
                RollbackRule.p95Above(Duration.ofMillis(100)),
                new RollbackRule.LatencyRatioAbove(fraction(0.999), 1.5),
                RollbackRule.errorRateAbove(fraction(0.05)),
                RollbackRule.errorRateRise(absolute(0.01))),
        Rollout.linear(percent(30), Duration.ofMinutes(5)),
        Rollout.blueGreen(Duration.ofHours(1)),
        Rollout.abTest(percent(50), "accuracy").rollbackWindow(Duration.ofDays(14), 2000),
        Rollout.shadow(percent(100)));
  }

  @ParameterizedTest
  @MethodSource("rollouts")
  void survivesTheRoundTripThroughYaml(Rollout rollout) {
    String yaml = Documents.yaml(Rollout.shape().write(rollout));

    assertThat(DocumentReader.of(Rollout.shape(), Documents.parse(yaml, "r"), "rollout"))
        .isEqualTo(rollout);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "strategy: {type: canary, stages: [25, 5]}",
        "strategy: {type: canary, stages: []}",
        "strategy: {type: canary, stages: [0]}",
        "strategy: {type: canary, stages: [101]}",
        "strategy: {type: linear, step: 0, interval: 1m}",
        "strategy: {type: linear, step: 5, interval: 0s}",
        "strategy: {type: ab-test, share: 100, metric: x}",
        "strategy: {type: shadow, share: 0}",
        "{strategy: {type: all-at-once}, observe: 0s}",
        "strategy: {type: blue-green, keep: 0s}",
        "{strategy: {type: all-at-once}, armed: {window: 0s, labels: 1}}",
        "{strategy: {type: all-at-once}, armed: {window: 1d, labels: 0}}",
        "{strategy: {type: all-at-once}, observe: 1m, checkEvery: 2m}",
        "{strategy: {type: all-at-once}, falseRollback: 0}",
        "{strategy: {type: all-at-once}, rollbackIf: [{type: drop, metric: own, margin: {type:"
            + " absolute, amount: 1}}]}",
        "{strategy: {type: all-at-once}, rollbackIf: [{type: latency-above, quantile: 1, limit:"
            + " 1s}]}",
        "{strategy: {type: all-at-once}, rollbackIf: [{type: latency-above, quantile: 0.5, limit:"
            + " 0s}]}",
        "{strategy: {type: all-at-once}, rollbackIf: [{type: latency-ratio-above, quantile: 0.5,"
            + " factor: 1}]}"
      })
  void refusesWhatCannotBeMeant(String yaml) {
    assertThatThrownBy(
            () -> DocumentReader.of(Rollout.shape(), Documents.parse(yaml, "r.yaml"), "rollout"))
        .hasMessageContaining("r.yaml:1");
  }

  @Test
  void refusesRangesInCode() {
    assertThatThrownBy(() -> Rollout.allAtOnce().warmUp(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rollout.allAtOnce().minimumRequests(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rollout.blueGreen(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAbTestKeepsTheChampionUnlessItSaysOtherwise() {
    Rollout test = Rollout.abTest(percent(50), "accuracy");
    assertThat(test.whenInconclusive()).isEqualTo(Rollout.WhenInconclusive.ROLL_BACK);
    assertThat(read("strategy: {type: ab-test, share: 50, metric: accuracy}")).isEqualTo(test);
    assertThat(
            read(
                "{strategy: {type: ab-test, share: 50, metric: accuracy},"
                    + " whenInconclusive: proceed}"))
        .isEqualTo(test.whenInconclusive(Rollout.WhenInconclusive.PROCEED));
  }

  private static Rollout read(String yaml) {
    return DocumentReader.of(Rollout.shape(), Documents.parse(yaml, "r.yaml"), "rollout");
  }

  @Test
  void shortensTheCheckIntervalWithTheObservation() {
    assertThat(Rollout.allAtOnce().observe(Duration.ofSeconds(60)).checkEvery())
        .isEqualTo(Duration.ofSeconds(6));
    assertThat(Rollout.allAtOnce().observe(Duration.ofHours(5)).checkEvery())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void growsLinearStagesBelowAll() {
    assertThat(new Strategy.Linear(percent(30), Duration.ofMinutes(1)).stages())
        .containsExactly(percent(30), percent(60), percent(90));
  }

  @Test
  void visitsEachStrategyRuleAndTargetByItsOwnMethod() {
    Strategy.Visitor<String> strategies =
        new Strategy.Visitor<>() {
          @Override
          public String allAtOnce(Strategy.AllAtOnce s) {
            return "all";
          }

          @Override
          public String canary(Strategy.Canary s) {
            return "canary";
          }

          @Override
          public String linear(Strategy.Linear s) {
            return "linear";
          }

          @Override
          public String blueGreen(Strategy.BlueGreen s) {
            return "blue";
          }

          @Override
          public String abTest(Strategy.AbTest s) {
            return "ab";
          }

          @Override
          public String shadow(Strategy.Shadow s) {
            return "shadow";
          }
        };
    RollbackRule.Visitor<String> rules =
        new RollbackRule.Visitor<>() {
          @Override
          public String drop(RollbackRule.Drop rule) {
            return "drop";
          }

          @Override
          public String latencyAbove(RollbackRule.LatencyAbove rule) {
            return "latency";
          }

          @Override
          public String latencyRatioAbove(RollbackRule.LatencyRatioAbove rule) {
            return "ratio";
          }

          @Override
          public String errorRateAbove(RollbackRule.ErrorRateAbove rule) {
            return "errors";
          }

          @Override
          public String errorRateRise(RollbackRule.ErrorRateRise rule) {
            return "rise";
          }

          @Override
          public String sourceDrop(RollbackRule.SourceDrop rule) {
            return "source";
          }
        };
    Target.Visitor<String> targets =
        new Target.Visitor<>() {
          @Override
          public String endpoint(Target.Endpoint target) {
            return target.name();
          }

          @Override
          public String registryAlias(Target.RegistryAlias target) {
            return target.model();
          }

          @Override
          public String inProcess(Target.InProcess target) {
            return target.router();
          }
        };

    assertThat(rollouts().stream().map(r -> r.strategy().accept(strategies)))
        .containsExactly("all", "canary", "linear", "blue", "ab", "shadow");
    assertThat(rollouts().get(1).rules().stream().map(r -> r.accept(rules)))
        .containsExactly("drop", "drop", "latency", "ratio", "errors", "rise");
    assertThat(
            List.of(Target.endpoint("e"), Target.registryAlias("m"), Target.inProcess("r")).stream()
                .map(t -> t.accept(targets)))
        .containsExactly("e", "m", "r");
  }

  @Test
  void saysRulesInWords() {
    assertThat(rollouts().get(1).rules().stream().map(Object::toString))
        .containsExactly(
            "accuracy drops by more than 5 %",
            "revenue drops by more than 1.0",
            "p95 latency above 100 ms",
            "p99.9 latency above 1.5 times the champion's",
            "error rate above 0.05",
            "error rate above the champion's by more than 0.01");
  }

  @Test
  void trafficAlwaysSumsToAll() {
    TrafficSplit split = TrafficSplit.of("2", percent(5), "1").mirroredTo("3", percent(10));

    assertThat(split.share("1")).isEqualTo(percent(95));
    assertThat(split.share("9")).isEqualTo(Percent.NONE);
    assertThat(split).hasToString("1: 95 %, 2: 5 %, mirrored to {3=10 %}");
    assertThat(TrafficSplit.all("1")).hasToString("1: 100 %");
    assertThatThrownBy(() -> new TrafficSplit(Map.of("1", percent(99)), Map.of()))
        .hasMessageContaining("99");
  }

  @Test
  void bucketsDurationsWithinTwelvePercent() {
    for (double millis = 0.011; millis < 90_000; millis *= 1.07) {
      int bucket = LatencyHistogram.bucket(Duration.ofNanos((long) (millis * 1e6)));
      assertThat(LatencyHistogram.upperMillis(bucket)).isGreaterThanOrEqualTo(millis * 0.999);
      assertThat(LatencyHistogram.upperMillis(bucket))
          .isCloseTo(millis, Percentage.withPercentage(12.3));
    }
    assertThat(LatencyHistogram.bucket(Duration.ofHours(1)))
        .isEqualTo(LatencyHistogram.BUCKETS - 1);
    assertThat(LatencyHistogram.bucket(Duration.ZERO)).isZero();
  }

  @Test
  void addsAndSubtractsHistograms() {
    long[] one = new long[LatencyHistogram.BUCKETS];
    one[10] = 95;
    one[20] = 5;
    LatencyHistogram histogram = LatencyHistogram.of(one);

    assertThat(histogram.total()).isEqualTo(100);
    assertThat(histogram.quantileMillis(0.95)).hasValue(LatencyHistogram.upperMillis(10));
    assertThat(histogram.quantileMillis(0.96)).hasValue(LatencyHistogram.upperMillis(20));
    assertThat(LatencyHistogram.empty().quantileMillis(0.5)).isEmpty();
    assertThat(histogram.plus(histogram).minus(histogram).counts()).isEqualTo(histogram.counts());
    assertThat(histogram).hasToString("100 requests");
    assertThatThrownBy(() -> LatencyHistogram.empty().minus(histogram))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LatencyHistogram.of(new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void totalsGiveTheMean() {
    assertThat(OutcomeTotals.NONE.mean()).isEmpty();
    assertThat(OutcomeTotals.NONE.plus(1).plus(0).mean()).hasValue(0.5);
    assertThatThrownBy(() -> new OutcomeTotals(-1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new VersionHealth(true, 1, 2, LatencyHistogram.empty(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(VersionHealth.ABSENT.ready()).isFalse();
  }

  @Test
  void aStageWithoutTrafficGoesBackUnlessThePolicySaysOtherwise() {
    Rollout canary = Rollout.canary(percent(5));

    assertThat(canary.whenNoTraffic()).isEqualTo(Rollout.WhenNoTraffic.EXTEND_ONCE);
    assertThat(Documents.canonicalJson(Rollout.shape().write(canary)))
        .doesNotContain("whenNoTraffic");
    assertThat(read("{strategy: {type: canary, stages: [5]}, whenNoTraffic: proceed}"))
        .isEqualTo(canary.whenNoTraffic(Rollout.WhenNoTraffic.PROCEED));
  }
}
