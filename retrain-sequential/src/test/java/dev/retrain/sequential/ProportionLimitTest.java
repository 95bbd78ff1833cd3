package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import org.junit.jupiter.api.Test;

class ProportionLimitTest {
  private static final ProportionLimit CEILING =
      ProportionLimit.fixed(Direction.LOWER_IS_BETTER, 0.02, 0.05);
  private static final ProportionLimit FLOOR =
      ProportionLimit.fixed(Direction.HIGHER_IS_BETTER, 0.80, 0.05);

  @Test
  void noRequestsAreNoData() {
    assertThat(CEILING.read(CEILING.start()).outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(read(CEILING, 0, 0).outcome()).isEqualTo(TestOutcome.NO_DATA);
  }

  @Test
  void findsRatesAboveTheCeilingAndBelow() {
    assertThat(read(CEILING, 80, 2000).outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(read(CEILING, 10, 2000).outcome()).isEqualTo(TestOutcome.HARMLESS);
    assertThat(read(CEILING, 40, 2000).outcome()).isEqualTo(TestOutcome.CONTINUE);
  }

  @Test
  void findsRatesBelowTheFloor() {
    assertThat(read(FLOOR, 700, 1000).outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(read(FLOOR, 900, 1000).outcome()).isEqualTo(TestOutcome.HARMLESS);
  }

  @Test
  void intervalHoldsTheRate() {
    TestReading reading = read(CEILING, 40, 2000);
    assertThat(reading.estimate()).isEqualTo(0.02);
    assertThat(reading.interval().contains(0.02)).isTrue();
    assertThat(reading.interval().contains(0.05)).isFalse();
  }

  @Test
  void repeatsHarmlesslyAndKnowsACounterThatFell() {
    var once = CEILING.observe(CEILING.start(), new EventCount(40, 2000));
    assertThat(CEILING.observe(once, new EventCount(40, 2000))).isEqualTo(once);
    var fell = CEILING.observe(once, new EventCount(1, 20));
    assertThat(CEILING.read(fell).outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(fell.seen()).isEqualTo(once.seen());
  }

  @Test
  void historyLeavesRoomForItsOwnUncertainty() {
    ProportionLimit little =
        ProportionLimit.history(
            Direction.LOWER_IS_BETTER, new EventCount(20, 1000), Margin.absolute(0), 0.05);
    ProportionLimit much =
        ProportionLimit.history(
            Direction.LOWER_IS_BETTER, new EventCount(2000, 100000), Margin.absolute(0), 0.05);
    assertThat(little.limit()).isGreaterThan(much.limit());
    assertThat(much.limit()).isBetween(0.02, 0.023);
    assertThat(much.evidence(much.start()).pValue()).isEqualTo(1);
    ProportionLimit floor =
        ProportionLimit.history(
            Direction.HIGHER_IS_BETTER, new EventCount(85000, 100000), Margin.relative(0.05), 0.05);
    assertThat(floor.limit()).isBetween(0.80, 0.85 * 0.95);
  }

  @Test
  void refusesLimitsThatAreNoProportions() {
    assertThatThrownBy(() -> ProportionLimit.fixed(Direction.LOWER_IS_BETTER, 0, 0.05))
        .hasMessageContaining("between 0 and 1");
  }

  @Test
  void readsOnlyUsableFigures() {
    assertThat(EventCount.reported(3, 10)).contains(new EventCount(3, 10));
    assertThat(EventCount.reported(Double.NaN, 10)).isEmpty();
    assertThat(EventCount.reported(3, Double.POSITIVE_INFINITY)).isEmpty();
    assertThat(EventCount.reported(-1, 10)).isEmpty();
    assertThat(EventCount.reported(11, 10)).isEmpty();
    assertThatThrownBy(() -> new EventCount(2, 1)).hasMessageContaining("2 of 1");
  }

  private static TestReading read(ProportionLimit test, long events, long total) {
    return test.read(test.observe(test.start(), new EventCount(events, total)));
  }
}
