package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.detect.Threshold.ChiSquarePValue;
import dev.retrain.drift.detect.Threshold.JensenShannon;
import dev.retrain.drift.detect.Threshold.KsPValue;
import dev.retrain.drift.detect.Threshold.KsStatistic;
import dev.retrain.drift.detect.Threshold.MissingRateChange;
import dev.retrain.drift.detect.Threshold.Psi;
import dev.retrain.drift.detect.Threshold.ScaledWasserstein;
import dev.retrain.drift.detect.Threshold.TotalVariation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftPolicyTest {

  private final Dataset reference = Samples.dataset(1, 10_000, 0);

  private DriftStep step(DriftPolicy policy, DriftState before, long seed, double shift) {
    return DriftDetector.against(reference, policy)
        .check(Samples.dataset(seed, 1000, shift), before);
  }

  @Test
  void waitsForTwoWindowsInARowThenRests() {
    DriftPolicy policy = DriftPolicy.standard();
    DriftState state = DriftState.fresh();
    boolean[] asked = new boolean[9];
    for (int window = 0; window < asked.length; window++) {
      DriftStep step = step(policy, state, 100 + window, 0.5);
      asked[window] = step.report().retrain();
      assertThat(step.report().verdict()).isEqualTo(DriftVerdict.DRIFT);
      state = DriftState.fromJson(step.state().toJson());
    }
    assertThat(asked).containsExactly(false, true, false, false, false, false, false, true, false);
  }

  @Test
  void forgetsASingleGlitch() {
    DriftPolicy policy = DriftPolicy.standard();
    DriftState quiet = DriftState.fresh();
    for (int window = 0; window < 5; window++) {
      quiet = step(policy, quiet, 300 + window, 0).state();
    }
    DriftStep glitch = step(policy, quiet, 7, 3);
    DriftStep after = step(policy, glitch.state(), 8, 0);
    DriftStep later = step(policy, after.state(), 9, 0);
    assertThat(glitch.report().verdict()).isEqualTo(DriftVerdict.DRIFT);
    assertThat(after.report().retrain()).isFalse();
    assertThat(later.report().retrain()).isFalse();
  }

  @Test
  void keepsItsMemoryThroughAWindowOfTooFewRows() {
    DriftPolicy policy = DriftPolicy.standard();
    DriftStep first = step(policy, DriftState.fresh(), 1, 0.5);
    DriftStep tiny =
        DriftDetector.against(reference, policy).check(Samples.dataset(2, 6, 0.5), first.state());
    assertThat(tiny.report().verdict()).isEqualTo(DriftVerdict.INSUFFICIENT_DATA);
    assertThat(step(policy, tiny.state(), 3, 0.5).report().retrain()).isTrue();
  }

  @Test
  void accumulatesASmallShiftOverWindows() {
    DriftState state = DriftState.fresh();
    int window = 0;
    boolean asked = false;
    while (!asked && window < 20) {
      DriftStep step = step(DriftPolicy.standard(), state, 200 + window++, 0.12);
      state = step.state();
      asked = step.report().retrain();
    }
    assertThat(window).isBetween(2, 15);
  }

  @Test
  void isAPureFunction() {
    WindowMeasures window =
        DriftDetector.against(reference, DriftPolicy.standard())
            .measure(Samples.dataset(5, 1000, 0.3));
    DriftState state = step(DriftPolicy.standard(), DriftState.fresh(), 6, 0.3).state();
    assertThat(DriftPolicy.standard().next(state, window))
        .isEqualTo(DriftPolicy.standard().next(state, window));
    assertThat(DriftPolicy.standard().judge(window).retrain()).isTrue();
  }

  @Test
  void asksForAShareOfTheFeatures() {
    Map<String, NumericColumn> columns = new LinkedHashMap<>();
    Map<String, NumericColumn> shifted = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      columns.put("f" + i, NumericColumn.of(Samples.normal(i, 2000, 0)));
      shifted.put("f" + i, NumericColumn.of(Samples.normal(10 + i, 2000, i == 0 ? 1 : 0)));
    }
    DriftPolicy half = DriftPolicy.standard().withMinimumShare(0.5);
    DriftReport report =
        DriftDetector.against(Dataset.of(columns), half).check(Dataset.of(shifted));
    assertThat(report.drifted()).containsExactly("f0");
    assertThat(report.verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
  }

  @Test
  void guideLooksAtSizeAlone() {
    DriftPolicy guide = DriftPolicy.guide();
    assertThat(guide.testsSignificance()).isFalse();
    assertThat(step(guide, DriftState.fresh(), 3, 0.3).report().retrain()).isTrue();
    DriftReport few = DriftDetector.against(reference, guide).check(Samples.dataset(4, 999, 2));
    assertThat(few.verdict()).isEqualTo(DriftVerdict.INSUFFICIENT_DATA);
  }

  /** The rates measured for independent normal features: .157 and .82 at 1000 rows a side. */
  @ParameterizedTest
  @CsvSource({"1, 0.157", "10, 0.82", "100, 1"})
  void printsTheFalseAlarmRateTheGuideImplies(int features, double measured) {
    FalseAlarmRate rate = DriftPolicy.guide().falseAlarmRate(1000, 1000, features);
    assertThat(rate.perCheck()).isCloseTo(measured, within(0.02));
    assertThat(rate.perWindow()).isEqualTo(rate.perCheck());
  }

  @Test
  void impliesNoFalseAlarmWhereItDoesNotJudge() {
    FalseAlarmRate rate = DriftPolicy.standard().falseAlarmRate(10_000, 199, 5);

    assertThat(rate.perCheck()).isZero();
    assertThat(rate.perWindow()).isZero();
    assertThat(rate.features()).isEqualTo(5);
  }

  @Test
  void standardImpliesAtMostItsFalseDiscoveryRateAndFarLessPerWindow() {
    FalseAlarmRate rate = DriftPolicy.standard().falseAlarmRate(10_000, 1000, 100);
    assertThat(rate.perCheck()).isLessThanOrEqualTo(0.01).isGreaterThan(0.009);
    assertThat(rate.perWindow()).isLessThan(rate.perCheck()).isPositive();
    assertThat(
            DriftPolicy.standard()
                .withEffects(new KsPValue(0.002))
                .falseAlarmRate(10_000, 1000, 1)
                .perCheck())
        .isCloseTo(0.002, within(1e-9));
  }

  @Test
  void everyThresholdReadsItsOwnMeasure() {
    WindowMeasures window =
        DriftDetector.against(reference, DriftPolicy.standard())
            .measure(Samples.dataset(5, 1000, 0.3));
    FeatureMeasures numeric = window.features().get(0);
    FeatureMeasures categorical = window.features().get(1);
    assertThat(new Psi(0.2).of(numeric)).isPresent();
    assertThat(new Psi(0.2).of(categorical)).isPresent();
    assertThat(new KsStatistic(0.05).of(numeric)).isPresent();
    assertThat(new KsStatistic(0.05).of(categorical)).isEmpty();
    assertThat(new KsPValue(0.05).of(numeric)).isPresent();
    assertThat(new KsPValue(0.05).isPassedBy(0.04)).isTrue();
    assertThat(new ScaledWasserstein(0.1).of(numeric)).isPresent();
    assertThat(new JensenShannon(0.1).of(numeric)).isPresent();
    assertThat(new JensenShannon(0.1).of(categorical)).isPresent();
    assertThat(new TotalVariation(0.1).of(categorical)).isPresent();
    assertThat(new TotalVariation(0.1).of(numeric)).isEmpty();
    assertThat(new ChiSquarePValue(0.01).of(categorical)).isPresent();
    assertThat(new ChiSquarePValue(0.01).isPassedBy(0.02)).isFalse();
    assertThat(new MissingRateChange(0.1).of(numeric)).contains(0.0);
    assertThat(new MissingRateChange(0.1).isOnMissing()).isTrue();
    assertThat(
            java.util.stream.Stream.of(
                    new Psi(1),
                    new KsStatistic(1),
                    new KsPValue(1),
                    new ScaledWasserstein(1),
                    new JensenShannon(1),
                    new TotalVariation(1),
                    new ChiSquarePValue(1),
                    new MissingRateChange(1))
                .map(Threshold::measure))
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesWhatMakesNoSense() {
    DriftPolicy policy = DriftPolicy.standard();
    assertThatThrownBy(() -> new Psi(Double.NaN)).hasMessageContaining("limit");
    assertThatThrownBy(() -> new KsPValue(1.5)).hasMessageContaining("p-value");
    assertThatThrownBy(policy::withEffects).hasMessageContaining("effect");
    assertThatThrownBy(() -> policy.withFalseDiscoveryRate(0)).hasMessageContaining("discovery");
    assertThatThrownBy(() -> policy.withSmoothing(0)).hasMessageContaining("smoothing");
    assertThatThrownBy(() -> policy.withWindows(0, 0)).hasMessageContaining("consecutive");
    assertThatThrownBy(() -> policy.withMinimumRows(-1)).hasMessageContaining("rows");
    assertThatThrownBy(() -> policy.withMinimumShare(2)).hasMessageContaining("share");
  }

  @Test
  void refusesStateItDidNotWrite() {
    assertThatThrownBy(() -> DriftState.fromJson("{")).hasMessageContaining("no drift state");
    assertThatThrownBy(() -> DriftState.fromJson("{\"version\":9}"))
        .hasMessageContaining("version 9");
  }
}
