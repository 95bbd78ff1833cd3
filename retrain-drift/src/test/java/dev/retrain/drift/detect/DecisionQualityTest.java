package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How the standard policy decides, simulated through the detector itself: windows of 1000 rows
 * against references of 10 000.
 *
 * <p>Each run draws a reference of its own and feeds stationary windows until one asks for
 * retraining, as a real loop would take a new reference then. {@code -Ddecision.scale=10} simulates
 * ten times as many windows.
 */
class DecisionQualityTest {

  private static final int SCALE = Integer.getInteger("decision.scale", 1);
  private static final int REFERENCE_ROWS = 10_000;
  private static final int WINDOW_ROWS = 1000;
  private static final DriftPolicy POLICY = DriftPolicy.standard();

  private record Run(int windows, int triggers) {
    Run and(Run other) {
      return new Run(windows + other.windows, triggers + other.triggers);
    }
  }

  @ParameterizedTest
  @EnumSource
  void firesAtMostTwicePerThousandStationaryWindowsOfOneFeature(Stationary kind) {
    assertThat(upperBound(simulate(kind, 1, 120 * SCALE, 50))).isLessThan(0.002);
  }

  @ParameterizedTest
  @EnumSource
  void firesAtMostFiveTimesPerThousandStationaryWindowsOfAHundredFeatures(Stationary kind) {
    assertThat(upperBound(simulate(kind, 100, 7 * SCALE, 95))).isLessThan(0.005);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.25, 3", "1, 0.1, 8", "100, 0.25, 3", "100, 0.1, 8"})
  void findsAShiftOfOneFeatureSoon(int features, double sigmas, int windows) {
    int runs = (features == 1 ? 101 : 15) * SCALE;
    int[] delays =
        IntStream.range(0, runs)
            .parallel()
            .map(run -> delay(random(7 * features, run), features, sigmas))
            .sorted()
            .toArray();
    tell(
        "%.2f sigma in one of %d: median %d windows, 90 %% within %d, longest %d, %d runs"
            .formatted(
                sigmas, features, delays[runs / 2], delays[runs * 9 / 10], delays[runs - 1], runs));
    assertThat(delays[runs / 2]).isLessThanOrEqualTo(windows);
  }

  private static Run simulate(Stationary kind, int features, int runs, int windows) {
    Run total =
        IntStream.range(0, runs)
            .parallel()
            .mapToObj(
                run ->
                    stationary(
                        kind, random(kind.ordinal() + 100L * features, run), features, windows))
            .reduce(new Run(0, 0), Run::and);
    tell(
        "%s, %d features: %d false triggers in %d windows, at most %.2f per 1000"
            .formatted(kind, features, total.triggers, total.windows, 1000 * upperBound(total)));
    return total;
  }

  private static Run stationary(
      Stationary kind, RandomGenerator random, int features, int windows) {
    DriftDetector detector = detector(kind, random, features);
    DriftState state = DriftState.fresh();
    for (int window = 1; window <= windows; window++) {
      DriftStep step = detector.check(kind.draw(random, WINDOW_ROWS, features, 0), state);
      if (step.report().retrain()) {
        return new Run(window, 1);
      }
      state = step.state();
    }
    return new Run(windows, 0);
  }

  /** Windows from the shift to the call for retraining, after five quiet ones. */
  private static int delay(RandomGenerator random, int features, double sigmas) {
    DriftDetector detector = detector(Stationary.GAUSSIAN, random, features);
    DriftState state = DriftState.fresh();
    for (int window = -4; window < 50; window++) {
      double shift = window > 0 ? sigmas : 0;
      DriftStep step =
          detector.check(Stationary.GAUSSIAN.draw(random, WINDOW_ROWS, features, shift), state);
      if (window > 0 && step.report().retrain()) {
        return window;
      }
      state = step.state();
    }
    return 50;
  }

  /** The longer simulation exists for its figures. */
  private static void tell(String figures) {
    if (SCALE > 1) {
      System.out.println(figures);
    }
  }

  private static DriftDetector detector(Stationary kind, RandomGenerator random, int features) {
    return DriftDetector.against(kind.draw(random, REFERENCE_ROWS, features, 0), POLICY)
        .with(Detail.DECISION);
  }

  private static RandomGenerator random(long kind, int run) {
    long seed = new SplittableRandom(20261123L + 1_000_003L * kind + run).nextLong();
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** The 95 % upper confidence bound of a rate (Clopper and Pearson, Biometrika 26, 1934). */
  private static double upperBound(Run run) {
    return BetaDistribution.of(run.triggers + 1.0, (double) run.windows - run.triggers)
        .inverseCumulativeProbability(0.95);
  }
}
