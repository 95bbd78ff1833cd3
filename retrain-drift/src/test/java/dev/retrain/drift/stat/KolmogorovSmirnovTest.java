package dev.retrain.drift.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.drift.stat.KsTest.PMethod;
import dev.retrain.drift.stat.Statistic.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KolmogorovSmirnovTest {

  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** The statistic by sorting both samples and walking them, with nothing shared with main. */
  private static double plain(double[] reference, double[] current) {
    double[] points =
        IntStream.range(0, reference.length + current.length)
            .mapToDouble(i -> i < reference.length ? reference[i] : current[i - reference.length])
            .filter(x -> !Double.isNaN(x))
            .distinct()
            .toArray();
    double[] r =
        Arrays.stream(reference).filter(x -> !Double.isNaN(x)).map(x -> x + 0.0).sorted().toArray();
    double[] c =
        Arrays.stream(current).filter(x -> !Double.isNaN(x)).map(x -> x + 0.0).sorted().toArray();
    if (r.length == 0 || c.length == 0) {
      return 0;
    }
    long best = 0;
    Arrays.sort(points);
    int i = 0;
    int j = 0;
    for (double point : points) {
      while (i < r.length && r[i] <= point) {
        i++;
      }
      while (j < c.length && c[j] <= point) {
        j++;
      }
      best = Math.max(best, Math.abs((long) i * c.length - (long) j * r.length));
    }
    return best / ((double) r.length * c.length);
  }

  private static double statistic(double[] reference, double[] current) {
    return KolmogorovSmirnov.test(FittedNumeric.fit(reference), current)
        .asOptional()
        .map(KsTest::statistic)
        .orElse(0.0);
  }

  /** Samples of every awkward shape, the seed deciding. */
  private static double[] sample(Random random, int size) {
    double spread = Math.pow(10, random.nextInt(7) - 3);
    double shift = random.nextInt(3) == 0 ? 1e6 : random.nextGaussian() / 5;
    int step = random.nextInt(3);
    boolean heavy = random.nextInt(4) == 0;
    boolean specks = random.nextInt(4) == 0;
    double[] sample = new double[size];
    for (int i = 0; i < size; i++) {
      double x = random.nextGaussian();
      x = heavy ? Math.exp(5 * x) : x;
      x = step == 1 ? Math.rint(x) : step == 2 ? Math.rint(10 * x) / 10 : x;
      x = specks && random.nextBoolean() ? x * 1e-9 : x * spread + shift;
      int odd = random.nextInt(500);
      sample[i] =
          odd == 0
              ? INFINITY
              : odd == 1 ? -INFINITY : odd == 2 ? NAN : odd == 3 ? -0.0 : odd == 4 ? 1e308 : x;
    }
    return sample;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 1000, 5000, 40_000})
  void equalsThePlainStatisticWhateverTheShape(int size) {
    Random random = new Random(size);
    for (int round = 0; round < Math.min(2000, Math.max(8, 20_000 / size)); round++) {
      double[] reference = sample(random, size);
      Random again = new Random(random.nextLong());
      double[] current =
          round % 3 == 0 ? reference.clone() : sample(again, 1 + again.nextInt(2 * size));
      if (round % 3 == 0) {
        for (int i = 0; i < current.length; i += 3) {
          current[i] =
              reference[again.nextInt(size)] + (round % 2 == 0 ? 0 : again.nextGaussian() * 1e-3);
        }
      }
      assertThat(statistic(reference, current))
          .as("round %d", round)
          .isEqualTo(plain(reference, current));
    }
  }

  @Test
  void mapsSpecksOneByOneAndSearchesWhereSeveralShareACell() {
    Random random = new Random(3);
    DoubleSupplier apart = () -> 1 + random.nextInt(20) + random.nextGaussian() * 1e-9;
    DoubleSupplier together =
        () ->
            random.nextInt(10) == 0
                ? 1e300 * (random.nextInt(3) - 1)
                : 1 + 1e-6 * random.nextInt(2) + 1e-12 * random.nextGaussian();
    for (DoubleSupplier specks : List.of(apart, together)) {
      double[] reference = random.doubles(50_000).map(x -> specks.getAsDouble()).toArray();
      double[] current = random.doubles(50_000).map(x -> specks.getAsDouble()).toArray();
      current[5] = NAN;
      current[6] = INFINITY;
      current[7] = -INFINITY;
      current[8] = 1.5;
      assertThat(FittedNumeric.fit(reference).buckets().locator())
          .isInstanceOf(specks == apart ? ClusterLocator.class : SearchLocator.class);
      assertThat(statistic(reference, current)).isEqualTo(plain(reference, current));
      assertThat(statistic(reference, reference.clone())).isZero();
    }
  }

  @Test
  void bucketsNeverFallWhereNumbersRise() {
    Random random = new Random(4);
    for (int round = 0; round < 20; round++) {
      int specks = 1 + random.nextInt(50);
      double width = Math.pow(10, -random.nextInt(12));
      double[] reference =
          random.doubles(5000).map(x -> random.nextInt(specks) - 9 + width * x).sorted().toArray();
      double[] numbers =
          DoubleStream.concat(
                  DoubleStream.of(-INFINITY, -1e300, -1e-300, -0.0, 0, 1e-300, 1e300, INFINITY),
                  random.doubles(5000, -20, 60).map(x -> x + 0.0))
              .sorted()
              .toArray();
      for (Locator locator :
          List.of(
              GridLocator.over(reference, 256),
              ClusterLocator.over(reference, 256),
              SearchLocator.over(reference, 256))) {
        int before = 0;
        for (double number : numbers) {
          int bucket = locator.locate(number);
          assertThat(bucket)
              .as("%s of %s, round %d", locator, number, round)
              .isBetween(before, locator.buckets() - 1);
          before = bucket;
        }
        assertThat(locator.locate(NAN)).isEqualTo(locator.buckets());
      }
    }
  }

  @Test
  void countsTiesWithoutSortingThem() {
    Random random = new Random(8);
    double[] reference = normal(random, 30_000, x -> Math.rint(10 * x) / 10);
    double[] current = normal(random, 20_000, x -> Math.rint(10 * x + 0.2) / 10);
    current[7] = NAN;
    current[8] = -0.0;
    assertThat(AtomKs.of(FittedNumeric.fit(reference), current)).isPresent();
    assertThat(statistic(reference, current)).isEqualTo(plain(reference, current));
    for (int i = 0; i < 200; i++) {
      current[100 * i] = i % 3 == 0 ? INFINITY : random.nextGaussian();
    }
    assertThat(AtomKs.of(FittedNumeric.fit(reference), current)).isPresent();
    assertThat(statistic(reference, current)).isEqualTo(plain(reference, current));
    double[] continuous = normal(random, 20_000, x -> x);
    assertThat(AtomKs.of(FittedNumeric.fit(reference), continuous)).isEmpty();
    assertThat(statistic(reference, continuous)).isEqualTo(plain(reference, continuous));
  }

  @Test
  void looksOnlyAtTheStepsOfACurrentSampleOfFewValues() {
    Random random = new Random(9);
    double[] reference = normal(random, 30_000, x -> x);
    reference[0] = -INFINITY;
    for (double[] few : new double[][] {{0.3}, {-INFINITY, 0, INFINITY}, {reference[5], 9, -9}}) {
      double[] current = random.doubles(5000).map(x -> few[(int) (x * few.length)]).toArray();
      current[4] = NAN;
      current[17] = reference[6];
      current[18] = random.nextGaussian();
      assertThat(StepKs.of(FittedNumeric.fit(reference), current)).isPresent();
      assertThat(statistic(reference, current)).isEqualTo(plain(reference, current));
    }
  }

  @Test
  void findsTheStatisticWhereNoBucketCanBeLeftOut() {
    Random random = new Random(10);
    double[] reference = normal(random, 60_000, x -> x);
    double[] same = reference.clone();
    assertThat(statistic(reference, same)).isZero();
    same[11] = Math.nextUp(same[11]);
    assertThat(statistic(reference, same)).isEqualTo(1 / 60_000.0);
    double[] part = Arrays.copyOf(reference, 30_000);
    part[3] = NAN;
    assertThat(statistic(reference, part)).isEqualTo(plain(reference, part));
  }

  @Test
  void countsAThrongBetweenNeighboursByATable() {
    Random random = new Random(11);
    double[] reference = normal(random, 50_000, x -> x);
    for (double width : new double[] {1e-1, 1e-3, 1e-5, 1e-9}) {
      double[] throng = normal(random, 50_000, x -> 0.7 + width * x);
      throng[0] = reference[1];
      assertThat(statistic(reference, throng)).isEqualTo(plain(reference, throng));
    }
    double[] beyond = normal(random, 50_000, x -> 10 + x);
    assertThat(statistic(reference, beyond)).isEqualTo(1);
  }

  private static double[] normal(
      Random random, int size, java.util.function.DoubleUnaryOperator function) {
    return map(random.doubles(size).map(x -> random.nextGaussian()).toArray(), function);
  }

  @Test
  void isInvariantUnderPermutationAndMonotoneMaps() {
    Random random = new Random(5);
    double[] reference = random.doubles(3000).map(x -> Math.rint(x * 1000) / 100).toArray();
    double[] current = random.doubles(2000).map(x -> Math.rint(x * 1100) / 100).toArray();
    double expected = statistic(reference, current);
    double[] shuffled = current.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swap;
    }
    assertThat(statistic(reference, shuffled)).isEqualTo(expected);
    assertThat(statistic(map(reference, Math::exp), map(current, Math::exp))).isEqualTo(expected);
    assertThat(statistic(map(reference, x -> -x), map(current, x -> -x))).isEqualTo(expected);
  }

  private static double[] map(double[] sample, java.util.function.DoubleUnaryOperator function) {
    return Arrays.stream(sample).map(function).toArray();
  }

  @Test
  void isSymmetric() {
    Random random = new Random(6);
    double[] left = random.doubles(700).toArray();
    double[] right = random.doubles(900).map(x -> x * x).toArray();
    assertThat(statistic(left, right)).isEqualTo(statistic(right, left));
  }

  @Test
  void treatsBothZerosAsOneNumber() {
    double[] negative = new double[500];
    Arrays.fill(negative, -0.0);
    double[] zero = new double[500];
    zero[0] = negative[0] = 1;
    assertThat(statistic(negative, zero)).isZero();
  }

  @Test
  void seesInfinitiesDenormalsAndNeighboursAsTheNumbersTheyAre() {
    assertThat(statistic(new double[] {-INFINITY, 0}, new double[] {0, INFINITY})).isEqualTo(0.5);
    assertThat(statistic(new double[] {Double.MIN_VALUE}, new double[] {0})).isEqualTo(1);
    assertThat(statistic(new double[] {1}, new double[] {Math.nextUp(1.0)})).isEqualTo(1);
    assertThat(statistic(new double[] {-1e308, 1e308}, new double[] {1e308, 1e308})).isEqualTo(0.5);
  }

  @Test
  void findsTwoSigmasBehindOneOutlier() {
    Random random = new Random(7);
    double[] reference = random.doubles(1000).map(x -> random.nextGaussian()).toArray();
    double[] current = random.doubles(1000).map(x -> 2 + random.nextGaussian()).toArray();
    current[17] = 1e6;
    assertThat(KolmogorovSmirnov.test(FittedNumeric.fit(reference), current).orElseThrow().pValue())
        .isLessThan(1e-100);
  }

  @Test
  void survivesProductsBeyondIntegers() {
    int size = 200_000;
    double[] reference = IntStream.range(0, size).asDoubleStream().toArray();
    double[] current = map(reference, x -> x + size / 2);
    assertThat(statistic(reference, current)).isEqualTo(0.5);
    assertThat(statistic(reference, map(reference, x -> x + 2 * size))).isEqualTo(1);
  }

  @Test
  void saysWhyThereIsNoValue() {
    FittedNumeric some = FittedNumeric.fit(1, 2);
    assertThat(KolmogorovSmirnov.test(some).reason()).contains(Reason.INSUFFICIENT_DATA);
    assertThat(KolmogorovSmirnov.test(FittedNumeric.fit(), 1).reason())
        .contains(Reason.INSUFFICIENT_DATA);
    assertThat(KolmogorovSmirnov.test(some, NAN, NAN).reason()).contains(Reason.ALL_MISSING);
    assertThat(KolmogorovSmirnov.test(FittedNumeric.fit(NAN), 1).reason())
        .contains(Reason.ALL_MISSING);
    assertThat(KolmogorovSmirnov.test(FittedNumeric.fit(3, 3), 3, 3, 3).reason())
        .contains(Reason.CONSTANT);
  }

  @Test
  void choosesTheExactPValueForSmallSamples() {
    double[] thousand = IntStream.range(0, 1000).asDoubleStream().toArray();
    double[] more = IntStream.range(0, 1001).asDoubleStream().toArray();
    FittedNumeric reference = FittedNumeric.fit(thousand);
    assertThat(KolmogorovSmirnov.test(reference, thousand).orElseThrow().method())
        .isEqualTo(PMethod.EXACT);
    assertThat(KolmogorovSmirnov.test(reference, more).orElseThrow().method())
        .isEqualTo(PMethod.ASYMPTOTIC);
    assertThat(KolmogorovSmirnov.test(reference, thousand).orElseThrow().ties()).isFalse();
    assertThat(KolmogorovSmirnov.test(FittedNumeric.fit(1, 1, 2), 1).orElseThrow().ties()).isTrue();
  }

  @Test
  void allowsForTheErrorOfAnApproximateStatistic() {
    KsTest sure = KolmogorovSmirnov.approximate(0.06, 0, 10_000, 1000);
    KsTest vague = KolmogorovSmirnov.approximate(0.06, 0.02, 10_000, 1000);
    assertThat(vague.pValue()).isGreaterThan(sure.pValue());
    assertThat(vague.pValue())
        .isCloseTo(KolmogorovSmirnov.pValue(0.04, 10_000, 1000), within(1e-15));
    assertThat(vague.statisticError()).isEqualTo(0.02);
    assertThat(KolmogorovSmirnov.approximate(0.01, 0.02, 10, 10).pValue()).isEqualTo(1);
  }

  /** Smirnov's table (Bull. Math. Univ. Moscou 2/2, 1939): the customary critical points. */
  @Test
  void matchesTheTableOfKolmogorovsDistribution() {
    assertThat(KolmogorovDistribution.upperTail(1.3581)).isCloseTo(0.05, within(1e-5));
    assertThat(KolmogorovDistribution.upperTail(1.6276)).isCloseTo(0.01, within(1e-5));
    assertThat(KolmogorovDistribution.upperTail(0.8276)).isCloseTo(0.5, within(1e-4));
    assertThat(KolmogorovDistribution.upperTail(0.2)).isCloseTo(1, within(1e-12));
    assertThat(KolmogorovDistribution.upperTail(1.18))
        .isCloseTo(KolmogorovDistribution.upperTail(1.18 - 1e-12), within(1e-10));
  }

  @Test
  void takesFewBytesARowBesideTheSamples() {
    Random random = new Random(12);
    double[] reference = normal(random, 200_000, x -> x);
    double[] current = normal(random, 200_000, x -> x);
    FittedNumeric fitted = FittedNumeric.fit(reference);

    assertThat(allocated(() -> KolmogorovSmirnov.test(fitted, current)))
        .isLessThan(6L * current.length + 1_000_000);
    assertThat(allocated(() -> KolmogorovSmirnov.test(fitted, reference)))
        .isLessThan(64L * current.length + 1_000_000);
  }

  private static long allocated(Runnable work) {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
