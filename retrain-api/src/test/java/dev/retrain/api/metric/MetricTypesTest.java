package dev.retrain.api.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricTypesTest {

  @Test
  void knowsWhichWayAMetricImproves() {
    assertThat(Metric.named("auc").direction().gain(0.7, 0.6)).isPositive();
    assertThat(Metric.named("mae").direction().gain(7, 6)).isNegative();
    assertThat(Metric.named("ndcg@10")).isEqualTo(Metric.ndcgAt(10));
    assertThat(Metric.builtIn("ndcg@0")).isEmpty();
    assertThatThrownBy(() -> Metric.ndcgAt(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Metric.named("own")).hasMessageContaining("direction");
    assertThatThrownBy(() -> new Metric("a b", Direction.HIGHER_IS_BETTER, ""))
        .hasMessageContaining("a b");
  }

  @Test
  void marginsKeepTheirUnits() {
    assertThat(Margin.absolute(0.02).of(100)).isEqualTo(0.02);
    assertThat(Margin.relative(0.02).of(-100)).isEqualTo(2);
    assertThat(Margin.relative(0.02)).hasToString("2 %").isNotEqualTo(Margin.absolute(0.02));
    assertThatThrownBy(() -> Margin.absolute(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Margin.relative(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void percentagesAndFractionsDoNotMix() {
    assertThat(Percent.percent(5).asFraction()).isEqualTo(Fraction.fraction(0.05));
    assertThat(Percent.percent(5).rest()).isEqualTo(Percent.percent(95));
    assertThat(Percent.percent(-0.0)).isEqualTo(Percent.NONE).hasToString("0 %");
    assertThat(Percent.percent(2.5)).hasToString("2.5 %").isLessThan(Percent.ALL);
    assertThat(Fraction.fraction(0.5)).hasToString("0.5").isGreaterThan(Fraction.fraction(-0.0));
    assertThatThrownBy(() -> Percent.percent(100.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fraction.fraction(5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingValueIsNoValue() {
    assertThat(MetricValue.of(0.7, 0.01, 100).rows()).hasValue(100);
    assertThat(MetricValue.of(0.7).standardError()).isEmpty();
    assertThatThrownBy(() -> MetricValue.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MetricValue.of(1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MetricValue.of(1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
