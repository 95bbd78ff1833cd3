package dev.retrain.drift.stat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialDependenceTest {

  private static double[] autoregressive(long seed, int rows, double phi) {
    Random random = new Random(seed);
    double[] values = new double[rows];
    values[0] = random.nextGaussian();
    for (int i = 1; i < rows; i++) {
      values[i] = phi * values[i - 1] + Math.sqrt(1 - phi * phi) * random.nextGaussian();
    }
    return values;
  }

  /** (1 + phi) / (1 - phi) for the values themselves; their ranks correlate a little less. */
  @ParameterizedTest
  @CsvSource({"0, 0.99, 1.2", "0.5, 2.4, 3.3", "0.9, 13, 25"})
  void matchesTheLawOfAnAutoregression(double phi, double least, double most) {
    double[] values = autoregressive(1, 100_000, phi);
    assertThat(SerialDependence.designEffect(values)).isBetween(least, most);
  }

  @Test
  void isOneForSortedConstantShortAndEmptySamples() {
    double[] rising = new double[1000];
    for (int i = 0; i < rising.length; i++) {
      rising[i] = i;
    }
    assertThat(SerialDependence.designEffect(rising)).isEqualTo(1);
    assertThat(SerialDependence.designEffect(new double[1000])).isEqualTo(1);
    assertThat(SerialDependence.designEffect(autoregressive(1, 40, 0.9))).isEqualTo(1);
    assertThat(SerialDependence.designEffect(new double[0])).isEqualTo(1);
    assertThat(SerialDependence.designEffect(new int[0])).isEqualTo(1);
    assertThat(SerialDependence.designEffect(new int[1000])).isEqualTo(1);
  }

  @Test
  void neverExceedsItsMost() {
    double[] walk = autoregressive(2, 5000, 0.9999);
    assertThat(SerialDependence.designEffect(walk)).isEqualTo(SerialDependence.MOST);
  }

  /** Categories that stay with probability s: autocorrelation s to the power of the lag. */
  @ParameterizedTest
  @CsvSource({"0, 0.99, 1.2", "0.8, 7, 11"})
  void matchesTheLawOfStickyCategories(double stay, double least, double most) {
    Random random = new Random(3);
    int[] codes = new int[60_000];
    for (int i = 1; i < codes.length; i++) {
      codes[i] = random.nextDouble() < stay ? codes[i - 1] : random.nextInt(6);
    }
    codes[7] = -1;
    assertThat(SerialDependence.designEffect(codes)).isBetween(least, most);
  }

  @Test
  void isOneForCategoriesSortedIntoGroups() {
    int[] codes = new int[3000];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = i / 1000;
    }
    assertThat(SerialDependence.designEffect(codes)).isEqualTo(1);
  }
}
