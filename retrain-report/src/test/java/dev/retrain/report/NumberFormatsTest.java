package dev.retrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberFormatsTest {

  @Test
  void numbersHaveFourDigits() {
    assertThat(NumberFormats.plain(0.0650796)).isEqualTo("0.06508");
    assertThat(NumberFormats.plain(123456)).isEqualTo("123500");
    assertThat(NumberFormats.plain(0)).isEqualTo("0");
    assertThat(NumberFormats.plain(-2.5)).isEqualTo("−2.5");
    assertThat(NumberFormats.plain(1.23e-9)).isEqualTo("1.23E−9");
  }

  @Test
  void valuesThatAreNoNumbersAreNamed() {
    assertThat(NumberFormats.plain(Double.NaN)).isEqualTo("undefined");
    assertThat(NumberFormats.plain(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(NumberFormats.plain(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
  }

  @Test
  void smallProbabilitiesAreABound() {
    assertThat(NumberFormats.pValue(0.00009)).isEqualTo("< 0.0001");
    assertThat(NumberFormats.pValue(0.0312)).isEqualTo("0.0312");
  }
}
