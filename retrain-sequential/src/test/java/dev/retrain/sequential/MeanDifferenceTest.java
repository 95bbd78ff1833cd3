package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.spi.deploy.OutcomeTotals;
import org.junit.jupiter.api.Test;

class MeanDifferenceTest {
  private static final MeanDifference REVENUE =
      new MeanDifference(
          Direction.HIGHER_IS_BETTER,
          Margin.absolute(0),
          Margin.relative(0.1),
          Dispersion.estimated(),
          0.05);
  private static final MeanDifference RATING =
      new MeanDifference(
          Direction.HIGHER_IS_BETTER,
          Margin.absolute(0),
          Margin.absolute(0.1),
          Dispersion.bounded(0, 1),
          0.05);

  @Test
  void concludesNothingFromFewRows() {
    TestReading reading = read(REVENUE, moments(499, 1, 1), moments(9000, 10, 1));
    assertThat(reading.outcome()).isEqualTo(TestOutcome.CONTINUE);
    assertThat(reading.interval()).isEqualTo(ConfidenceInterval.UNKNOWN);
    assertThat(REVENUE.read(REVENUE.start()).outcome()).isEqualTo(TestOutcome.NO_DATA);
  }

  @Test
  void findsADropAndItsAbsence() {
    TestReading drop = read(REVENUE, moments(5000, 9, 3), moments(95000, 10, 3));
    assertThat(drop.outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(drop.estimate()).isCloseTo(1, within(1e-9));
    assertThat(drop.interval().contains(1)).isTrue();
    TestReading same = read(REVENUE, moments(5000, 10, 3), moments(95000, 10, 3));
    assertThat(same.outcome()).isEqualTo(TestOutcome.HARMLESS);
  }

  @Test
  void relativeMarginMovesTheEdge() {
    MeanDifference tolerant =
        new MeanDifference(
            Direction.HIGHER_IS_BETTER,
            Margin.relative(0.1),
            Margin.relative(0.1),
            Dispersion.estimated(),
            0.05);
    TestReading reading = read(tolerant, moments(50000, 9.5, 3), moments(950000, 10, 3));
    assertThat(reading.outcome()).isEqualTo(TestOutcome.HARMLESS);
    assertThat(reading.estimate()).isCloseTo(0.05, within(1e-9));
    assertThat(reading.interval().upper()).isLessThan(0.1);
  }

  @Test
  void higherCanBeWorse() {
    MeanDifference cost =
        new MeanDifference(
            Direction.LOWER_IS_BETTER,
            Margin.absolute(0.5),
            Margin.absolute(1),
            Dispersion.estimated(),
            0.05);
    assertThat(read(cost, moments(5000, 11, 3), moments(95000, 10, 3)).outcome())
        .isEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void knownRangeNeedsNoMinimumButMoreRows() {
    assertThat(read(RATING, moments(100, 0.1, 0.1), moments(1900, 0.9, 0.1)).outcome())
        .isEqualTo(TestOutcome.HARMFUL);
    assertThat(read(RATING, moments(100, 0.85, 0.1), moments(1900, 0.9, 0.1)).outcome())
        .isEqualTo(TestOutcome.CONTINUE);
  }

  @Test
  void repeatsHarmlesslyAndKnowsSumsThatFell() {
    Arms<SampleMoments> figures = new Arms<>(moments(1000, 10, 3), moments(19000, 10, 3));
    var once = REVENUE.observe(REVENUE.start(), figures);
    assertThat(REVENUE.observe(once, figures)).isEqualTo(once);
    var fell = REVENUE.observe(once, new Arms<>(moments(10, 9, 3), moments(19000, 10, 3)));
    assertThat(REVENUE.read(fell).outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(fell.seen()).isEqualTo(figures);
  }

  @Test
  void oneSideAloneIsNoDataAtFirst() {
    assertThat(read(REVENUE, SampleMoments.ZERO, moments(900, 10, 3)).outcome())
        .isEqualTo(TestOutcome.NO_DATA);
  }

  @Test
  void raisedTrafficShareDoesNotPassForHarm() {
    // The mean falls from 10 to 5 with the hour while the canary's share rises.
    var first = new Arms<>(moments(1000, 10, 3), moments(19000, 10, 3));
    var state = REVENUE.observe(REVENUE.start(), first);
    SampleMoments canary = new SampleMoments(11000, 10000 + 50000, 1e6);
    SampleMoments champion = new SampleMoments(29000, 190000 + 50000, 1e7);
    state = REVENUE.observe(state, new Arms<>(canary, champion));
    assertThat(REVENUE.read(state).estimate()).isCloseTo(0, within(1e-9));
    assertThat(REVENUE.read(state).outcome()).isNotEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void readsOnlyUsableFigures() {
    assertThat(SampleMoments.reported(3, 6, 14)).contains(new SampleMoments(3, 6, 14));
    assertThat(SampleMoments.reported(3, 6, 14).orElseThrow().mean()).isEqualTo(2);
    assertThat(SampleMoments.of(new OutcomeTotals(3, 6, 14)))
        .isEqualTo(new SampleMoments(3, 6, 14));
    assertThat(SampleMoments.reported(Double.NaN, 6, 14)).isEmpty();
    assertThat(SampleMoments.reported(3, 6, -1)).isEmpty();
    assertThatThrownBy(() -> new SampleMoments(3, Double.NaN, 1)).hasMessageContaining("finite");
  }

  @Test
  void refusesSpreadsThatMakeNoSense() {
    assertThatThrownBy(() -> new Dispersion.Estimated(5)).hasMessageContaining("30 rows");
    assertThatThrownBy(() -> Dispersion.bounded(1, 1)).hasMessageContaining("positive");
  }

  private static TestReading read(
      MeanDifference test, SampleMoments canary, SampleMoments champion) {
    return test.read(test.observe(test.start(), new Arms<>(canary, champion)));
  }

  private static SampleMoments moments(long rows, double mean, double deviation) {
    return new SampleMoments(rows, rows * mean, rows * (mean * mean + deviation * deviation));
  }
}
