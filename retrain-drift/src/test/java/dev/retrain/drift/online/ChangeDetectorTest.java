package dev.retrain.drift.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeDetectorTest {

  private static int runLength(ChangeDetector detector, Random random, double shift, int most) {
    int taken = 0;
    while (taken < most && !detector.add(shift + random.nextGaussian())) {
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @CsvSource({"200, 1", "1000, 0.5", "1000, 2", "500, 0.2"})
  void pageHinkleyAlarmsAsRarelyAsAsked(double every, double shift) {
    Random random = new Random(1);
    double sum = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      sum += runLength(PageHinkley.of(0, 1, shift, every), random, 0, 100_000);
    }
    assertThat(sum / runs).isCloseTo(every, withPercentage(15));
    assertThat(PageHinkley.of(0, 1, shift, every).falseAlarmEvery()).isEqualTo(every);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 80", "-0.5, 80", "2, 10"})
  void pageHinkleySeesAShiftEitherWay(double shift, int soon) {
    Random random = new Random(2);
    double sum = 0;
    for (int run = 0; run < 200; run++) {
      PageHinkley detector = PageHinkley.of(10, 3, 0.5, 10_000);
      int taken = 0;
      while (!detector.add(10 + 3 * (shift + random.nextGaussian()))) {
        taken++;
      }
      sum += taken;
    }
    assertThat(sum / 200).isLessThan(soon);
  }

  @Test
  void adwinKeepsQuietAndWidensItsWindow() {
    Random random = new Random(3);
    Adwin adwin = Adwin.create();
    int alarms = 0;
    for (int i = 0; i < 100_000; i++) {
      alarms += adwin.add(random.nextGaussian()) ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo((int) (100_000 / adwin.falseAlarmEvery()));
    assertThat(adwin.width()).isGreaterThan(50_000);
    assertThat(Math.abs(adwin.mean())).isLessThan(0.02);
  }

  /** Twenty streams of 50,000 values each; the last two are skewed and of other units. */
  @ParameterizedTest
  @CsvSource({"normal, 1", "bernoulli, 1", "uniform, 1", "exponential, 7000", "lognormal, 25"})
  void adwinAlarmsNoMoreOftenThanStated(String kind, double range) {
    Random random = new Random(6);
    int alarms = 0;
    for (int stream = 0; stream < 20; stream++) {
      Adwin adwin = Adwin.create(0.002, range);
      for (int i = 0; i < 50_000; i++) {
        alarms += adwin.add(value(kind, random)) ? 1 : 0;
      }
    }
    assertThat(alarms).isLessThan((int) (1_000_000 / Adwin.create().falseAlarmEvery() / 2));
  }

  private static double value(String kind, Random random) {
    return switch (kind) {
      case "normal" -> random.nextGaussian();
      case "bernoulli" -> random.nextInt(5) == 0 ? 1 : 0;
      case "uniform" -> random.nextDouble();
      case "exponential" -> -1000 * Math.log(1 - random.nextDouble());
      case "lognormal" -> Math.exp(random.nextGaussian());
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** The same stream in other units and about another mean is cut at the same values. */
  @ParameterizedTest
  @CsvSource({"0.000001, 0", "1000000, 0", "1, 1e12", "0.001, -1e9"})
  void adwinSeesTheSameWhateverTheUnit(double unit, double offset) {
    Random random = new Random(8);
    Adwin plain = Adwin.create();
    Adwin scaled = Adwin.create(0.002, unit);
    int alarms = 0;
    for (int i = 0; i < 20_000; i++) {
      double value = Math.scalb(Math.rint(Math.scalb(random.nextGaussian(), 6)), -6) + i / 5000;
      boolean alarm = plain.add(value);
      alarms += alarm ? 1 : 0;
      assertThat(scaled.add(offset + unit * value)).as("value " + i).isEqualTo(alarm);
    }
    assertThat(alarms).isGreaterThanOrEqualTo(3);
    assertThat(scaled.mean()).isCloseTo(offset + unit * plain.mean(), withPercentage(0.01));
  }

  /** Median delays of the same loop elsewhere: 400 and 128 values at .25 and .5 sigma. */
  @ParameterizedTest
  @CsvSource({"0.25, 700", "0.5, 200", "-1, 80"})
  void adwinFindsAShiftAndForgetsWhatWasBefore(double shift, int soon) {
    int[] delays = new int[21];
    for (int run = 0; run < delays.length; run++) {
      Random random = new Random(100 + run);
      Adwin adwin = Adwin.create();
      runLength(adwin, random, 0, 2000);
      delays[run] = runLength(adwin, random, shift, 5000);
      for (int i = 0; i < 4000; i++) {
        adwin.add(shift + random.nextGaussian());
      }
      assertThat(adwin.mean()).isBetween(shift - 0.2, shift + 0.2);
    }
    java.util.Arrays.sort(delays);
    assertThat(delays[10]).isLessThan(soon);
  }

  @Test
  void adwinHoldsItsWindowInFewBuckets() {
    ExponentialHistogram histogram = new ExponentialHistogram();
    for (int i = 0; i < 1000; i++) {
      histogram.add(i);
    }
    int[] cuts = new int[1];
    histogram.anyCut(
        (oldCount, oldMean, newCount, newMean) -> {
          cuts[0]++;
          assertThat(oldMean).isEqualTo((oldCount - 1) / 2.0);
          assertThat(oldCount + newCount).isEqualTo(1000);
          return false;
        });
    assertThat(cuts[0]).isBetween(9, 50);
    assertThat(histogram.mean()).isEqualTo(499.5);
    assertThat(histogram.variance()).isBetween(83_333.0 - 1, 83_333.0 + 1);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> Adwin.create(0)).hasMessageContaining("delta");
    assertThatThrownBy(() -> Adwin.create(0.002, 0)).hasMessageContaining("range");
    assertThatThrownBy(() -> Adwin.create().add(Double.NaN)).hasMessageContaining("finite");
    assertThatThrownBy(() -> PageHinkley.of(0, 0, 1, 100)).hasMessageContaining("sd > 0");
    assertThat(Adwin.create().mean()).isZero();
  }
}
