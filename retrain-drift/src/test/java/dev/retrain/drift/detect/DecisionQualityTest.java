package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How the standard policy decides, simulated through the detector itself: windows of 1000 rows
 * against references of 10 000.
 *
 * <p>Each run draws a reference of a hundred features of its own and feeds stationary windows until
 * one asks for retraining, as a real loop would take a new reference then. Some of its features are
 * judged a second time each on its own: a stream of one feature costs a simulation of a hundred
 * nothing. Runs go on until both rates are shown to be below what is allowed, so an unlucky alarm
 * costs more runs and not the proof; {@code -Ddecision.scale=10} simulates so many times more and
 * prints the figures.
 */
class DecisionQualityTest {

  private static final int SCALE = Integer.getInteger("decision.scale", 1);
  private static final int WINDOWS = 96;
  private static final int FEWEST_RUNS = 7 * SCALE;
  private static final int MOST_RUNS = 60 * SCALE;
  private static final int FEATURES = 100;
  private static final int EVERY = 10;
  private static final int DELAYS = 101;
  private static final int QUIET = 5;
  private static final int LONGEST = 55;
  private static final double ONE = 0.002;
  private static final double HUNDRED = 0.005;
  private static final int REFERENCE_ROWS = 10_000;
  private static final int WINDOW_ROWS = 1000;
  private static final DriftPolicy POLICY = DriftPolicy.standard();
  private static final Map<Stationary, Outcome> OUTCOMES = new ConcurrentHashMap<>();
  private static final Map<Integer, List<WindowMeasures>> BACKGROUNDS = new ConcurrentHashMap<>();

  private record Count(int windows, int triggers) {
    static final Count NONE = new Count(0, 0);

    Count and(Count other) {
      return new Count(windows + other.windows, triggers + other.triggers);
    }

    /**
     * Whether the rate is below a limit with 95 % confidence, looked at as often as one likes: the
     * likelihood ratio of a tenth of the limit to the limit itself passes 20 with a probability of
     * at most 1 in 20 where the rate is the limit or above (Wald, Ann. Math. Statist. 16, 1945;
     * Ville, 1939).
     */
    boolean isBelow(double limit) {
      double quiet = Math.log1p(-limit / 10) - Math.log1p(-limit);
      return (windows - triggers) * quiet - triggers * Math.log(10) >= Math.log(20);
    }

    /** The 95 % upper confidence bound of a rate (Clopper and Pearson, Biometrika 26, 1934). */
    double upperBound() {
      return BetaDistribution.of(triggers + 1.0, (double) windows - triggers)
          .inverseCumulativeProbability(0.95);
    }

    @Override
    public String toString() {
      return "%d false triggers in %d windows, at most %.2f per 1000"
          .formatted(triggers, windows, 1000 * upperBound());
    }
  }

  private record Outcome(Count one, Count hundred) {
    boolean isDecided() {
      return one.isBelow(ONE) && hundred.isBelow(HUNDRED);
    }

    Outcome and(Outcome other) {
      return new Outcome(one.and(other.one), hundred.and(other.hundred));
    }
  }

  /** The policy looking at one stream of windows until it first asks for retraining. */
  private static final class Watch {
    private DriftState state = DriftState.fresh();
    private int windows;
    private int triggers;

    void see(WindowMeasures window) {
      if (triggers == 0) {
        DriftStep step = POLICY.next(state, window);
        state = step.state();
        windows++;
        triggers = step.report().retrain() ? 1 : 0;
      }
    }

    Count count() {
      return new Count(windows, triggers);
    }
  }

  @ParameterizedTest
  @EnumSource
  void firesAtMostTwicePerThousandStationaryWindowsOfOneFeature(Stationary kind) {
    assertThat(outcome(kind).one()).matches(one -> one.isBelow(ONE), "is below 2 per 1000");
  }

  @ParameterizedTest
  @EnumSource
  void firesAtMostFiveTimesPerThousandStationaryWindowsOfAHundredFeatures(Stationary kind) {
    assertThat(outcome(kind).hundred())
        .matches(hundred -> hundred.isBelow(HUNDRED), "is below 5 per 1000");
  }

  @ParameterizedTest
  @CsvSource({"1, 0.25, 3", "1, 0.1, 8", "100, 0.25, 3", "100, 0.1, 8"})
  void findsAShiftOfOneFeatureSoon(int features, double sigmas, int windows) {
    int[] delays =
        IntStream.range(0, DELAYS * SCALE)
            .parallel()
            .map(run -> delay(run, features, sigmas, false))
            .sorted()
            .toArray();
    int median = delays[delays.length / 2];
    tell(
        "%.2f sigma in one of %d: median %d windows, 90 %% within %d, longest %d, %d runs"
            .formatted(
                sigmas,
                features,
                median,
                delays[delays.length * 9 / 10],
                delays[delays.length - 1],
                delays.length));
    assertThat(median).isLessThanOrEqualTo(windows);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void findsTwoSigmasHiddenBehindOneOutlierAtTheFirstChance(int features) {
    assertThat(IntStream.range(0, 11).map(run -> delay(run, features, 2, true)))
        .containsOnly(POLICY.consecutiveWindows());
  }

  private static Outcome outcome(Stationary kind) {
    return OUTCOMES.computeIfAbsent(kind, DecisionQualityTest::simulate);
  }

  private static Outcome simulate(Stationary kind) {
    Outcome total = runs(kind, 0, FEWEST_RUNS);
    for (int run = FEWEST_RUNS; run < MOST_RUNS && !total.isDecided(); run += 2) {
      total = total.and(runs(kind, run, run + 2));
    }
    tell(kind + ", 1 feature: " + total.one());
    tell(kind + ", 100 features: " + total.hundred());
    return total;
  }

  private static Outcome runs(Stationary kind, int from, int to) {
    return IntStream.range(from, to)
        .parallel()
        .mapToObj(run -> stationary(kind, random(kind.ordinal(), run)))
        .reduce(new Outcome(Count.NONE, Count.NONE), Outcome::and);
  }

  private static Outcome stationary(Stationary kind, RandomGenerator random) {
    DriftDetector detector = detector(kind.draw(random, REFERENCE_ROWS, FEATURES, 0));
    Watch all = new Watch();
    List<Watch> single = new ArrayList<>();
    for (int i = 0; i < FEATURES; i += EVERY) {
      single.add(new Watch());
    }
    for (int window = 0; window < WINDOWS; window++) {
      WindowMeasures measured = detector.measure(kind.draw(random, WINDOW_ROWS, FEATURES, 0));
      all.see(measured);
      for (int i = 0; i < single.size(); i++) {
        single.get(i).see(only(measured, List.of(measured.features().get(i * EVERY))));
      }
    }
    Count one = single.stream().map(Watch::count).reduce(Count.NONE, Count::and);
    return new Outcome(one, all.count());
  }

  private static WindowMeasures only(WindowMeasures window, List<FeatureMeasures> features) {
    return new WindowMeasures(window.referenceRows(), window.currentRows(), features, List.of());
  }

  /** Windows from the shift to the call for retraining, after some quiet ones. */
  private static int delay(int run, int features, double sigmas, boolean outlier) {
    RandomGenerator random = random(77, run);
    DriftDetector detector = detector(Stationary.GAUSSIAN.draw(random, REFERENCE_ROWS, 1, 0));
    Watch watch = new Watch();
    for (int window = -QUIET; window < LONGEST; window++) {
      double shift = window >= 0 ? sigmas : 0;
      Dataset rows = Stationary.GAUSSIAN.draw(random, WINDOW_ROWS, 1, shift);
      WindowMeasures own = detector.measure(outlier && window >= 0 ? withOutlier(rows) : rows);
      List<FeatureMeasures> all = new ArrayList<>(own.features());
      if (features > 1) {
        all.addAll(background(run % 3).get(QUIET + window).features().subList(1, features));
      }
      int before = watch.triggers;
      watch.see(only(own, all));
      if (watch.triggers > before && window >= 0) {
        return window + 1;
      }
    }
    return LONGEST;
  }

  private static Dataset withOutlier(Dataset rows) {
    double[] values = rows.numeric("f0").array().clone();
    values[17] = 1e6;
    return Dataset.of(Map.of("f0", NumericColumn.of(values)));
  }

  /** Stationary windows of a hundred features, measured once for many shifts of another one. */
  private static List<WindowMeasures> background(int which) {
    return BACKGROUNDS.computeIfAbsent(
        which,
        key -> {
          RandomGenerator random = random(99, which);
          DriftDetector detector =
              detector(Stationary.GAUSSIAN.draw(random, REFERENCE_ROWS, FEATURES, 0));
          return IntStream.range(0, QUIET + LONGEST)
              .mapToObj(i -> Stationary.GAUSSIAN.draw(random, WINDOW_ROWS, FEATURES, 0))
              .map(detector::measure)
              .toList();
        });
  }

  /** The longer simulation exists for its figures. */
  private static void tell(String figures) {
    if (SCALE > 1) {
      System.out.println(figures);
    }
  }

  private static DriftDetector detector(Dataset reference) {
    return DriftDetector.against(reference, POLICY).with(Detail.DECISION);
  }

  private static RandomGenerator random(int story, int run) {
    long seed = new SplittableRandom(20261123L + 1_000_003L * story + run).nextLong();
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
