package dev.retrain.runtime.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.sequential.Arms;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.ProportionDifference;
import dev.retrain.sequential.TestOutcome;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PairedRowsTest {

  private static final double ALPHA = 0.05;

  private static RuleInputs figures(String metric, OutcomeTotals mine, OutcomeTotals differences) {
    OutcomeTotals theirs =
        new OutcomeTotals(mine.count(), mine.sum() - differences.sum(), mine.sumOfSquares());
    return new RuleInputs(
        tally(mine.count(), Map.of(metric, mine, PairedRows.outcome(metric), differences)),
        tally(mine.count(), Map.of(metric, theirs)),
        true);
  }

  private static StageCounts tally(long rows, Map<String, OutcomeTotals> outcomes) {
    VersionHealth all = new VersionHealth(true, rows, 0, LatencyHistogram.empty(), outcomes);
    return new StageCounts(HealthWindow.NOTHING, all, EventCount.ZERO, all, all, true);
  }

  private static RuleReading reads(RollbackRule rule, RuleInputs... looks) {
    Rollout rollout = Rollout.allAtOnce().rollbackIf(rule);
    TestSlot seat =
        new TestSlot(rollout.rules().get(0).toString(), stage -> true, ALPHA, false, true, false);
    FamilyMember<?, ?> member = rule.accept(new RuleMembers(seat));
    Optional<dev.retrain.api.document.Node> kept = Optional.empty();
    RuleReading last = null;
    for (RuleInputs look : looks) {
      FamilyMember.LookResult looked = member.look(kept, look);
      kept = looked.state();
      last = looked.reading();
    }
    return last;
  }

  @Test
  void findsADropOnTheSameRowsThatIndependentRowsDoNotShow() {
    OutcomeTotals differences = new OutcomeTotals(400, -28, 28);
    RuleReading paired =
        reads(
            RollbackRule.drop("accuracy", Margin.absolute(0.03)),
            figures("accuracy", new OutcomeTotals(400, 312, 312), differences));
    assertThat(paired.harmful()).isTrue();

    ProportionDifference apart =
        new ProportionDifference(
            Direction.HIGHER_IS_BETTER, Margin.absolute(0), Margin.absolute(0.03), ALPHA);
    Arms<EventCount> rows = new Arms<>(new EventCount(312, 400), new EventCount(340, 400));
    assertThat(apart.read(apart.observe(apart.start(), rows)).outcome())
        .isNotEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void holdsTheMarginAgainstTheDropOverAllRows() {
    RollbackRule rule = RollbackRule.drop("accuracy", Margin.absolute(0.03));
    OutcomeTotals mine = new OutcomeTotals(10_000, 8_000, 8_000);
    RuleReading within =
        reads(rule, figures("accuracy", mine, new OutcomeTotals(10_000, -290, 400)));
    assertThat(within.outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(within.harmful()).isFalse();
    assertThat(
            reads(rule, figures("accuracy", mine, new OutcomeTotals(10_000, -310, 400))).harmful())
        .isTrue();
  }

  @Test
  void sendsBackNoMoreThanTheStatedShareOfChallengersThatAreNotWorse() {
    ToDoubleFunction<Double> share = differing -> sentBack(differing, 600);
    assertThat(share.applyAsDouble(0.02)).isLessThanOrEqualTo(ALPHA);
    assertThat(share.applyAsDouble(0.3)).isLessThanOrEqualTo(ALPHA);
  }

  /** Of rollouts over 30 batches of 100 rows on which the versions differ by chance alone. */
  private static double sentBack(double differing, int rollouts) {
    SplittableRandom random = new SplittableRandom(1);
    int harmful = 0;
    for (int i = 0; i < rollouts; i++) {
      RuleInputs[] looks = new RuleInputs[30];
      OutcomeTotals sum = OutcomeTotals.NONE;
      for (int look = 0; look < looks.length; look++) {
        for (int row = 0; row < 100; row++) {
          boolean differs = random.nextDouble() < differing;
          sum = sum.plus(!differs ? 0 : random.nextBoolean() ? 1 : -1);
        }
        OutcomeTotals mine = new OutcomeTotals(sum.count(), sum.count() / 2, sum.count() / 2);
        looks[look] = figures("accuracy", mine, sum);
      }
      harmful +=
          reads(RollbackRule.drop("accuracy", Margin.absolute(0)), looks).outcome()
                  == TestOutcome.HARMFUL
              ? 1
              : 0;
    }
    return (double) harmful / rollouts;
  }

  @Test
  void comparesMeansByTheDifferencesOfRows() {
    RollbackRule rule = RollbackRule.drop(Metric.LOG_LOSS.name(), Margin.relative(0.02));
    // Losses spread by 0.5, differences by 0.1 only; 0.03 of 0.4 worse.
    OutcomeTotals mine = new OutcomeTotals(1_000, 430, 430);
    OutcomeTotals worse = new OutcomeTotals(1_000, 30, 10.9);
    RuleReading reading = reads(rule, figures(Metric.LOG_LOSS.name(), mine, worse));
    assertThat(reading.harmful()).isTrue();
    assertThat(reading.sentence()).contains("is 0.03 higher than the champion's on the same rows");

    OutcomeTotals chance = new OutcomeTotals(1_000, 3, 10);
    assertThat(reads(rule, figures(Metric.LOG_LOSS.name(), mine, chance)).outcome())
        .isNotEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void aBatchThatIsComparedWithNothingIsNoData() {
    RuleInputs none =
        figures("accuracy", new OutcomeTotals(100, 80, 80), new OutcomeTotals(0, 0, 0));
    assertThat(reads(RollbackRule.drop("accuracy", Margin.absolute(0)), none).outcome())
        .isEqualTo(TestOutcome.NO_DATA);
  }
}
