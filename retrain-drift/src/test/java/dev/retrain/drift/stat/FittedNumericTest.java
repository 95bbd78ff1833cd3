package dev.retrain.drift.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.drift.stat.Statistic.Reason;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FittedNumericTest {

  @Test
  void countsMissingApartAndKeepsTheSample() {
    double[] sample = {3, Double.NaN, 1, -0.0};
    FittedNumeric fitted = FittedNumeric.fit(sample);
    assertThat(fitted.rows()).isEqualTo(4);
    assertThat(fitted.present()).isEqualTo(3);
    assertThat(fitted.missing()).isEqualTo(1);
    assertThat(sample).containsExactly(3, Double.NaN, 1, -0.0);
    assertThat(fitted.quantile(0.5)).isEqualTo(1);
    assertThat(fitted.quantile(0)).isZero();
  }

  @Test
  void sortsLikeTheLibraryWhateverTheValues() {
    Random random = new Random(1);
    double[] sample = new double[20_000];
    for (int i = 0; i < sample.length; i++) {
      double bits = Double.longBitsToDouble(random.nextLong());
      sample[i] = i % 7 == 0 ? bits : random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
    }
    double[] expected =
        Arrays.stream(sample).filter(x -> !Double.isNaN(x)).map(x -> x + 0.0).sorted().toArray();
    assertThat(Sorting.sorted(sample)).isEqualTo(expected);
    double[] tied = Arrays.stream(sample).map(x -> x > 1 ? x : x < 0 ? -0.0 : 3).toArray();
    double[] few = Arrays.stream(tied).map(x -> x == 3 || x < 1 ? x : 1).toArray();
    few[7] = Double.NaN;
    few[9] = 2;
    double[] ascending = expected.clone();
    double[] constant = new double[10_000];
    Arrays.fill(constant, -0.0);
    double[] nothing = new double[10_000];
    Arrays.fill(nothing, Double.NaN);
    for (double[] each :
        new double[][] {tied, few, Arrays.copyOf(few, 100), ascending, constant, nothing}) {
      assertThat(Sorting.sorted(each))
          .isEqualTo(
              Arrays.stream(each)
                  .filter(x -> !Double.isNaN(x))
                  .map(x -> x + 0.0)
                  .sorted()
                  .toArray());
    }
  }

  @Test
  void countsBinsTheSameWayFromTheSortedAndTheRawSample() {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      double step = Math.pow(10, random.nextInt(5) - 3);
      double[] sample =
          random
              .doubles(1 + random.nextInt(400))
              .map(
                  x ->
                      random.nextInt(20) == 0
                          ? Double.NaN
                          : Math.rint(random.nextGaussian() / step) * step)
              .toArray();
      FittedNumeric fitted = FittedNumeric.fit(sample, 2 + random.nextInt(30));
      BinCounts counted = fitted.binning().count(sample);
      assertThat(counted).isEqualTo(fitted.binCounts());
      assertThat(counted.rows()).isEqualTo(sample.length);
      for (double value : sample) {
        if (!Double.isNaN(value)) {
          assertThat(fitted.binning().binOf(value))
              .isEqualTo(plainBin(fitted.binning().edges(), value));
        }
      }
    }
  }

  private static int plainBin(double[] edges, double value) {
    return (int) Arrays.stream(edges).filter(edge -> edge < value).count();
  }

  @Test
  void binsEdgesCloseToOneAnotherBySearch() {
    double near = Math.nextUp(1.0);
    Binning binning = Binning.of(-1e300, 1, near, 1e300);
    assertThat(binning.count(-2e300, 1, near, Math.nextUp(near), 2e300, Double.NaN))
        .isEqualTo(new BinCounts(new long[] {1, 1, 1, 1, 1}, 1));
    assertThat(binning.binOf(near)).isEqualTo(2);
  }

  @Test
  void givesAConstantReferenceThreeBins() {
    FittedNumeric fitted = FittedNumeric.fit(4, 4, 4);
    assertThat(fitted.binning().bins()).isEqualTo(3);
    assertThat(fitted.binCounts().counts()).containsExactly(0, 3, 0);
    assertThat(fitted.binning().count(3, 4, 5).counts()).containsExactly(1, 1, 1);
  }

  @Test
  void givesAnEmptyReferenceOneBin() {
    FittedNumeric fitted = FittedNumeric.fit();
    assertThat(fitted.binning().bins()).isEqualTo(1);
    assertThat(fitted.binning().count(1, 2)).isEqualTo(new BinCounts(new long[] {2}, 0));
    assertThatThrownBy(() -> fitted.quantile(0.5)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsBothZerosInOneBin() {
    Binning binning = Binning.of(-1, 0, 1);
    assertThat(binning.binOf(-0.0)).isEqualTo(binning.binOf(0.0)).isEqualTo(1);
    assertThat(Binning.of(-0.0).binOf(0.0)).isZero();
  }

  @Test
  void refusesEdgesOutOfOrderAndTooFewBins() {
    assertThatThrownBy(() -> Binning.of(1, 1)).hasMessageContaining("ascend");
    assertThatThrownBy(() -> Binning.of(Double.NaN)).hasMessageContaining("ascend");
    assertThatThrownBy(() -> FittedNumeric.fit(new double[] {1}, 1)).hasMessageContaining("2 bins");
  }

  @Test
  void comparesBinningsByTheirEdges() {
    assertThat(Binning.of(1, 2)).isEqualTo(Binning.of(1, 2)).hasSameHashCodeAs(Binning.of(1, 2));
    assertThat(Binning.of(1, 2)).isNotEqualTo(Binning.of(1, 3)).hasToString("edges [1.0, 2.0]");
  }

  @Test
  void mergesCountsAsIfCountedAtOnce() {
    Random random = new Random(4);
    double[] all = random.doubles(1000).map(x -> x < 0.1 ? Double.NaN : x).toArray();
    Binning binning = Binning.of(0.3, 0.6, 0.9);
    BinCounts left = binning.count(Arrays.copyOfRange(all, 0, 400));
    BinCounts right = binning.count(Arrays.copyOfRange(all, 400, 1000));
    assertThat(left.merge(right))
        .isEqualTo(binning.count(all))
        .hasSameHashCodeAs(binning.count(all));
    assertThat(left.merge(right).toString()).contains("missing");
    assertThatThrownBy(() -> left.merge(new BinCounts(new long[1], 0)))
        .hasMessageContaining("4 bins with 1");
  }

  @Test
  void measuredCarriesValueOrReason() {
    Statistic<Integer> known = Statistic.of(3);
    Statistic<Integer> unknown = Statistic.undefined(Reason.CONSTANT);
    assertThat(known.map(x -> x + 1).orElseThrow()).isEqualTo(4);
    assertThat(known.reason()).isEmpty();
    assertThat(unknown.map(x -> x + 1).reason()).contains(Reason.CONSTANT);
    assertThat(unknown.asOptional()).isEmpty();
    assertThatThrownBy(unknown::orElseThrow).hasMessageContaining("CONSTANT");
  }
}
