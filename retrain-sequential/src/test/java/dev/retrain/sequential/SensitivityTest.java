package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SensitivityTest {
  private static final ExpectedTraffic TRAFFIC =
      ExpectedTraffic.of(50, 0.05, Duration.ofMinutes(30));
  private static final ProportionDifference ACCURACY =
      new ProportionDifference(
          Direction.HIGHER_IS_BETTER, Margin.absolute(0), Margin.absolute(0), 0.05);
  private static final ProportionDifference ERRORS =
      new ProportionDifference(
          Direction.LOWER_IS_BETTER, Margin.absolute(0), Margin.absolute(0), 0.05);

  @Test
  void countsUsableCanaryRequests() {
    assertThat(TRAFFIC.canaryRows()).isEqualTo(4500, within(1e-9));
    assertThat(TRAFFIC.labelled(0.2).canaryRows()).isEqualTo(900, within(1e-9));
  }

  @Test
  void doubledErrorsAreWithinReachAndAQuarterMoreIsNot() {
    Sensitivity sensitivity = Sensitivity.of(ERRORS, 0.01, TRAFFIC);
    assertThat(sensitivity.power(0.01)).isGreaterThan(0.95);
    assertThat(sensitivity.warning(0.01, 0.9)).isEmpty();
    assertThat(sensitivity.expectedTime(0.01).orElseThrow())
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(12));
    assertThat(sensitivity.warning(0.0025, 0.9).orElseThrow())
        .contains("4500 usable canary requests in PT30M")
        .contains("not 0.90");
  }

  @Test
  void powerEffectAndRowsAgree() {
    Sensitivity sensitivity = Sensitivity.of(ACCURACY, 0.85, TRAFFIC.labelled(0.2));
    double effect = sensitivity.minimumDetectable(0.8);
    assertThat(sensitivity.power(effect)).isCloseTo(0.8, within(1e-6));
    assertThat((double) sensitivity.requiredRows(effect, 0.8).orElseThrow())
        .isCloseTo(900, within(2.0));
  }

  @Test
  void whatIsToleratedIsNeverFound() {
    ProportionDifference tolerant =
        new ProportionDifference(
            Direction.HIGHER_IS_BETTER, Margin.absolute(0.02), Margin.absolute(0.02), 0.05);
    Sensitivity sensitivity = Sensitivity.of(tolerant, 0.85, TRAFFIC);
    assertThat(sensitivity.requiredRows(0.01, 0.9)).isEmpty();
    assertThat(sensitivity.expectedTime(0.01)).isEmpty();
  }

  @Test
  void marginMakesTheSameDropHarderToShow() {
    ProportionDifference tolerant =
        new ProportionDifference(
            Direction.HIGHER_IS_BETTER, Margin.absolute(0.02), Margin.absolute(0.02), 0.05);
    assertThat(Sensitivity.of(tolerant, 0.85, TRAFFIC).expectedTime(0.05).orElseThrow())
        .isGreaterThan(Sensitivity.of(ACCURACY, 0.85, TRAFFIC).expectedTime(0.05).orElseThrow());
  }

  @Test
  void limitsAndQuantilesNeedNoChampion() {
    ProportionLimit ceiling = ProportionLimit.fixed(Direction.LOWER_IS_BETTER, 0.05, 0.05);
    ProportionLimit floor = ProportionLimit.fixed(Direction.HIGHER_IS_BETTER, 0.95, 0.05);
    QuantileLimit p95 = new QuantileLimit(0.95, 100, 0.05);
    double effect = Sensitivity.of(ceiling, TRAFFIC).minimumDetectable(0.9);
    assertThat(effect).isBetween(0.012, 0.022);
    assertThat(Sensitivity.of(floor, TRAFFIC).minimumDetectable(0.9))
        .isCloseTo(effect, within(1e-9));
    assertThat(Sensitivity.of(p95, TRAFFIC).minimumDetectable(0.9)).isCloseTo(effect, within(1e-9));
    QuantileRatio ratio = new QuantileRatio(0.95, 1.2, 1.2, 0.05);
    assertThat(Sensitivity.of(ratio, TRAFFIC).minimumDetectable(0.9)).isGreaterThan(effect);
  }

  @Test
  void meansScaleWithTheirSpread() {
    MeanDifference test =
        new MeanDifference(
            Direction.HIGHER_IS_BETTER,
            Margin.absolute(0),
            Margin.absolute(0),
            Dispersion.estimated(),
            0.05);
    double narrow = Sensitivity.of(test, 1, TRAFFIC).minimumDetectable(0.8);
    double wide = Sensitivity.of(test, 10, TRAFFIC).minimumDetectable(0.8);
    assertThat(wide).isCloseTo(10 * narrow, within(1e-9));
  }

  @Test
  void hopelessTrafficShowsNothing() {
    ExpectedTraffic trickle = ExpectedTraffic.of(0.001, 0.05, Duration.ofMinutes(1));
    Sensitivity sensitivity = Sensitivity.of(ERRORS, 0.01, trickle);
    assertThat(sensitivity.minimumDetectable(0.9)).isInfinite();
    assertThat(sensitivity.warning(0, 0.9).orElseThrow())
        .contains("more requests than any rollout has");
  }

  @Test
  void refusesTrafficThatIsNone() {
    assertThatThrownBy(() -> ExpectedTraffic.of(0, 0.05, Duration.ofMinutes(1)))
        .hasMessageContaining("traffic requires");
    assertThatThrownBy(() -> ExpectedTraffic.of(50, 1, Duration.ofMinutes(1)))
        .hasMessageContaining("traffic requires");
    assertThatThrownBy(() -> ExpectedTraffic.of(50, 0.5, Duration.ZERO))
        .hasMessageContaining("traffic requires");
  }
}
