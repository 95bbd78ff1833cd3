package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProportionDifferenceTest {
  private static final ProportionDifference ERRORS =
      new ProportionDifference(
          Direction.LOWER_IS_BETTER, Margin.absolute(0), Margin.absolute(0.01), 0.05);
  private static final ProportionDifference ACCURACY =
      new ProportionDifference(
          Direction.HIGHER_IS_BETTER, Margin.relative(0.02), Margin.relative(0.05), 0.05);

  @Test
  void hasNoDataBeforeTheFirstLook() {
    TestReading reading = ERRORS.read(ERRORS.start());
    assertThat(reading.outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(reading.estimate()).isNaN();
    assertThat(reading.pValue()).isEqualTo(1);
  }

  @Test
  void hasNoDataWhileOneSideHasNoRequests() {
    assertThat(read(ERRORS, counts(0, 0, 20, 2000)).outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(read(ERRORS, counts(1, 100, 0, 0)).outcome()).isEqualTo(TestOutcome.NO_DATA);
  }

  @Test
  void missedLookIsNoDataAndTheNextFiguresMendIt() {
    Arms<EventCount> figures = counts(1, 100, 20, 2000);
    var state = ERRORS.miss(ERRORS.observe(ERRORS.start(), figures));
    assertThat(ERRORS.read(state).outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(ERRORS.read(ERRORS.observe(state, figures)).outcome())
        .isEqualTo(TestOutcome.CONTINUE);
  }

  @Test
  void countsThatFellAreAMissedLook() {
    var state = ERRORS.observe(ERRORS.start(), counts(5, 100, 20, 2000));
    var after = ERRORS.observe(state, counts(0, 90, 20, 2000));
    assertThat(ERRORS.read(after).outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(after.seen()).isEqualTo(state.seen());
  }

  @Test
  void sameFiguresGiveTheSameState() {
    var once = ERRORS.observe(ERRORS.start(), counts(5, 100, 20, 2000));
    assertThat(ERRORS.observe(once, counts(5, 100, 20, 2000))).isEqualTo(once);
  }

  @Test
  void requestsOfOneSideWaitForTheOther() {
    var first = ERRORS.observe(ERRORS.start(), counts(5, 100, 20, 2000));
    var waiting = ERRORS.observe(first, counts(7, 150, 20, 2000));
    var both = ERRORS.observe(waiting, counts(7, 150, 30, 3000));
    assertThat(both).isEqualTo(ERRORS.observe(first, counts(7, 150, 30, 3000)));
  }

  @Test
  void findsDoubledErrors() {
    TestReading reading = read(ERRORS, counts(90, 4500, 855, 85500));
    assertThat(reading.outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(reading.estimate()).isCloseTo(0.01, within(1e-12));
    assertThat(reading.interval().contains(0.01)).isTrue();
    assertThat(reading.interval().lower()).isPositive();
    assertThat(reading.pValue()).isLessThan(0.01);
  }

  @Test
  void showsEqualErrorsHarmless() {
    TestReading reading = read(ERRORS, counts(45, 4500, 855, 85500));
    assertThat(reading.outcome()).isEqualTo(TestOutcome.HARMLESS);
    assertThat(reading.interval().upper()).isLessThan(0.01);
  }

  @Test
  void harmStaysShownWhenLaterFiguresLookBetter() {
    var state = ERRORS.observe(ERRORS.start(), counts(90, 4500, 855, 85500));
    state = ERRORS.observe(state, counts(90, 45000, 1710, 171000));
    assertThat(ERRORS.read(state).outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(ERRORS.read(ERRORS.miss(state)).outcome()).isEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void raisedTrafficShareDoesNotPassForHarm() {
    // Errors fall from 10 % to 1 % with the hour while the canary's share rises from 5 % to 50 %:
    // summed up, the canary looks much better than the champion, and the other way round.
    var late = counts(500 + 500, 5000 + 50000, 9500 + 500, 95000 + 50000);
    var state = ERRORS.observe(ERRORS.start(), counts(500, 5000, 9500, 95000));
    state = ERRORS.observe(state, late);
    assertThat(ERRORS.evidence(state).harmful()).isLessThan(0);
    assertThat(ERRORS.read(state).estimate()).isCloseTo(0, within(1e-12));
    var mirrored = ERRORS.observe(ERRORS.start(), counts(500, 50000, 500, 50000));
    mirrored = ERRORS.observe(mirrored, counts(10000, 145000, 1000, 55000));
    assertThat(ERRORS.read(mirrored).outcome()).isNotEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void toleratedDropIsNotHarm() {
    // 0.85 to 0.8372 is within 2 % of 0.85; 0.79 is not.
    assertThat(read(ACCURACY, counts(37674, 45000, 726750, 855000)).outcome())
        .isEqualTo(TestOutcome.HARMLESS);
    TestReading worse = read(ACCURACY, counts(35550, 45000, 726750, 855000));
    assertThat(worse.outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(worse.estimate()).isCloseTo(0.06 / 0.85, within(1e-9));
    assertThat(worse.interval().contains(worse.estimate())).isTrue();
  }

  @Test
  void marginThatReachesTheEndOfTheScaleIsNeverExceeded() {
    var test =
        new ProportionDifference(
            Direction.LOWER_IS_BETTER, Margin.absolute(1), Margin.absolute(1), 0.05);
    assertThat(read(test, counts(500, 500, 0, 10000)).evidence().harmful()).isZero();
  }

  @Test
  void survivesExtremeFigures() {
    assertThat(read(ERRORS, counts(1000, 1000, 0, 100000)).outcome())
        .isEqualTo(TestOutcome.HARMFUL);
    TestReading silent = read(ERRORS, counts(0, 1000, 0, 19000));
    assertThat(silent.evidence().harmful()).isZero();
    assertThat(silent.interval().lower()).isLessThanOrEqualTo(0);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(
            () ->
                new ProportionDifference(
                    Direction.LOWER_IS_BETTER, Margin.absolute(0), Margin.absolute(0), 1))
        .hasMessageContaining("alpha");
    assertThatThrownBy(() -> Margin.absolute(-1)).hasMessageContaining("not negative");
    assertThatThrownBy(() -> Margin.relative(Double.NaN)).hasMessageContaining("not negative");
    var start = ERRORS.start();
    assertThatThrownBy(
            () ->
                new ProportionDifference.State(
                    start.seen(), List.of(1.0), 0, 0, 0, start.progress()))
        .hasMessageContaining("93 grid points");
  }

  private static TestReading read(ProportionDifference test, Arms<EventCount> figures) {
    return test.read(test.observe(test.start(), figures));
  }

  private static Arms<EventCount> counts(long x, long n, long y, long m) {
    return new Arms<>(new EventCount(x, n), new EventCount(y, m));
  }
}
