package dev.retrain.runtime.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.rollout.OutcomeTotals;
import org.junit.jupiter.api.Test;

class MeanDifferenceTest {
  private static final MeanDifference REVENUE =
      new MeanDifference(
          Direction.HIGHER_IS_BETTER,
          Margin.absolute(0),
          Margin.relative(0.1),
          Spread.estimated(),
          0.05);
  private static final MeanDifference RATING =
      new MeanDifference(
          Direction.HIGHER_IS_BETTER,
          Margin.absolute(0),
          Margin.absolute(0.1),
          Spread.bounded(0, 1),
          0.05);

  @Test
  void concludesNothingFromFewRows() {
    Reading reading = read(REVENUE, moments(499, 1, 1), moments(9000, 10, 1));
    assertThat(reading.outcome()).isEqualTo(Outcome.CONTINUE);
    assertThat(reading.interval()).isEqualTo(Interval.UNKNOWN);
    assertThat(REVENUE.read(REVENUE.start()).outcome()).isEqualTo(Outcome.NO_DATA);
  }

  @Test
  void findsADropAndItsAbsence() {
    Reading drop = read(REVENUE, moments(5000, 9, 3), moments(95000, 10, 3));
    assertThat(drop.outcome()).isEqualTo(Outcome.HARMFUL);
    assertThat(drop.estimate()).isCloseTo(1, within(1e-9));
    assertThat(drop.interval().contains(1)).isTrue();
    Reading same = read(REVENUE, moments(5000, 10, 3), moments(95000, 10, 3));
    assertThat(same.outcome()).isEqualTo(Outcome.HARMLESS);
  }

  @Test
  void relativeMarginMovesTheEdge() {
    MeanDifference tolerant =
        new MeanDifference(
            Direction.HIGHER_IS_BETTER,
            Margin.relative(0.1),
            Margin.relative(0.1),
            Spread.estimated(),
            0.05);
    Reading reading = read(tolerant, moments(50000, 9.5, 3), moments(950000, 10, 3));
    assertThat(reading.outcome()).isEqualTo(Outcome.HARMLESS);
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
            Spread.estimated(),
            0.05);
    assertThat(read(cost, moments(5000, 11, 3), moments(95000, 10, 3)).outcome())
        .isEqualTo(Outcome.HARMFUL);
  }

  @Test
  void knownRangeNeedsNoMinimumButMoreRows() {
    assertThat(read(RATING, moments(100, 0.1, 0.1), moments(1900, 0.9, 0.1)).outcome())
        .isEqualTo(Outcome.HARMFUL);
    assertThat(read(RATING, moments(100, 0.85, 0.1), moments(1900, 0.9, 0.1)).outcome())
        .isEqualTo(Outcome.CONTINUE);
  }

  @Test
  void repeatsHarmlesslyAndKnowsSumsThatFell() {
    Arms<Moments> figures = new Arms<>(moments(1000, 10, 3), moments(19000, 10, 3));
    var once = REVENUE.observe(REVENUE.start(), figures);
    assertThat(REVENUE.observe(once, figures)).isEqualTo(once);
    var fell = REVENUE.observe(once, new Arms<>(moments(10, 9, 3), moments(19000, 10, 3)));
    assertThat(REVENUE.read(fell).outcome()).isEqualTo(Outcome.NO_DATA);
    assertThat(fell.seen()).isEqualTo(figures);
  }

  @Test
  void oneSideAloneIsNoDataAtFirst() {
    assertThat(read(REVENUE, Moments.ZERO, moments(900, 10, 3)).outcome())
        .isEqualTo(Outcome.NO_DATA);
  }

  @Test
  void raisedTrafficShareDoesNotPassForHarm() {
    // The mean falls from 10 to 5 with the hour while the canary's share rises.
    var first = new Arms<>(moments(1000, 10, 3), moments(19000, 10, 3));
    var state = REVENUE.observe(REVENUE.start(), first);
    Moments canary = new Moments(11000, 10000 + 50000, 1e6);
    Moments champion = new Moments(29000, 190000 + 50000, 1e7);
    state = REVENUE.observe(state, new Arms<>(canary, champion));
    assertThat(REVENUE.read(state).estimate()).isCloseTo(0, within(1e-9));
    assertThat(REVENUE.read(state).outcome()).isNotEqualTo(Outcome.HARMFUL);
  }

  @Test
  void readsOnlyUsableFigures() {
    assertThat(Moments.reported(3, 6, 14)).contains(new Moments(3, 6, 14));
    assertThat(Moments.reported(3, 6, 14).orElseThrow().mean()).isEqualTo(2);
    assertThat(Moments.of(new OutcomeTotals(3, 6, 14))).isEqualTo(new Moments(3, 6, 14));
    assertThat(Moments.reported(Double.NaN, 6, 14)).isEmpty();
    assertThat(Moments.reported(3, 6, -1)).isEmpty();
    assertThatThrownBy(() -> new Moments(3, Double.NaN, 1)).hasMessageContaining("finite");
  }

  @Test
  void refusesSpreadsThatMakeNoSense() {
    assertThatThrownBy(() -> new Spread.Estimated(5)).hasMessageContaining("30 rows");
    assertThatThrownBy(() -> Spread.bounded(1, 1)).hasMessageContaining("positive");
  }

  private static Reading read(MeanDifference test, Moments canary, Moments champion) {
    return test.read(test.observe(test.start(), new Arms<>(canary, champion)));
  }

  private static Moments moments(long rows, double mean, double deviation) {
    return new Moments(rows, rows * mean, rows * (mean * mean + deviation * deviation));
  }
}
