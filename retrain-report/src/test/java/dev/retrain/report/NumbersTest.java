package dev.retrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void numbersHaveFourDigits() {
    assertThat(Numbers.plain(0.0650796)).isEqualTo("0.06508");
    assertThat(Numbers.plain(123456)).isEqualTo("123500");
    assertThat(Numbers.plain(0)).isEqualTo("0");
    assertThat(Numbers.plain(-2.5)).isEqualTo("−2.5");
    assertThat(Numbers.plain(1.23e-9)).isEqualTo("1.23E−9");
  }

  @Test
  void whatIsNoNumberIsSaid() {
    assertThat(Numbers.plain(Double.NaN)).isEqualTo("undefined");
    assertThat(Numbers.plain(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(Numbers.plain(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
  }

  @Test
  void smallProbabilitiesAreNotToldApart() {
    assertThat(Numbers.pValue(0.00009)).isEqualTo("< 0.0001");
    assertThat(Numbers.pValue(0.0312)).isEqualTo("0.0312");
  }
}
