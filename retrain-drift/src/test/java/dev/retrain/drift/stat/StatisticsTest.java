package dev.retrain.drift.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.drift.stat.Statistic.Reason;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void missingRatesOfMoreThanTwoToThe31RowsAreCompared() {
    long many = 3_000_000_000L;
    assertThat(MissingRate.test(1, many, 0, 1000).orElseThrow().pValue()).isGreaterThan(0.99);
    assertThat(MissingRate.test(3, many, 3, 1000).orElseThrow().pValue()).isLessThan(1e-10);
  }

  private static final double NAN = Double.NaN;

  private static BinCounts counts(long... counts) {
    return new BinCounts(counts, 0);
  }

  private static double[] normal(Random random, int size, double shift) {
    return random.doubles(size).map(x -> shift + random.nextGaussian()).toArray();
  }

  /** Mean (B - 1)(1/n + 1/m) of the index under no drift: 0.0180 for ten bins of 1000 rows each. */
  @Test
  void psiOfTheSameDistributionIsWhatChanceAdds() {
    Random random = new Random(1);
    double sum = 0;
    double corrected = 0;
    int rounds = 2000;
    for (int i = 0; i < rounds; i++) {
      FittedNumeric reference = FittedNumeric.fit(normal(random, 1000, 0));
      PsiTest psi = PopulationStability.test(reference, normal(random, 1000, 0)).orElseThrow();
      sum += psi.value();
      corrected += psi.corrected();
    }
    assertThat(sum / rounds).isCloseTo(0.0180, within(0.0009));
    assertThat(corrected / rounds).isCloseTo(0, within(0.0009));
  }

  @Test
  void psiIsSymmetricInItsCountsAndFiniteForEmptyBins() {
    BinCounts left = counts(100, 0, 50);
    BinCounts right = counts(0, 80, 70);
    double there = PopulationStability.test(left, right).orElseThrow().value();
    assertThat(there).isPositive().isFinite();
    assertThat(PopulationStability.test(right, left).orElseThrow().value())
        .isCloseTo(there, within(1e-12));
  }

  @Test
  void psiCountsMissingRowsAsABin() {
    BinCounts reference = new BinCounts(new long[] {500, 500}, 0);
    BinCounts current = new BinCounts(new long[] {300, 300}, 400);
    PsiTest psi = PopulationStability.test(reference, current).orElseThrow();
    assertThat(psi.bins()).isEqualTo(3);
    assertThat(psi.value()).isGreaterThan(0.2);
  }

  @Test
  void psiOfTwoConstantsSeesOnlyADifference() {
    FittedNumeric threes = FittedNumeric.fit(3, 3, 3, 3);
    assertThat(PopulationStability.test(threes, 3, 3).reason()).contains(Reason.CONSTANT);
    assertThat(PopulationStability.test(threes, 4, 4, 4, 4).orElseThrow().value()).isGreaterThan(1);
    assertThat(PopulationStability.test(threes).reason()).contains(Reason.INSUFFICIENT_DATA);
    assertThat(PopulationStability.test(threes, NAN).reason()).contains(Reason.ALL_MISSING);
  }

  @Test
  void dependentRowsWeakenSignificance() {
    double independent =
        Homogeneity.chiSquare(counts(500, 500), counts(440, 560)).orElseThrow().pValue();
    assertThat(Homogeneity.chiSquare(counts(500, 500), counts(440, 560), 5).orElseThrow().pValue())
        .isGreaterThan(independent);
    assertThat(MissingRate.test(50, 1000, 90, 1000, 5).orElseThrow().pValue())
        .isGreaterThan(MissingRate.test(50, 1000, 90, 1000).orElseThrow().pValue());
  }

  @Test
  void distancesSpanZeroToOneAndAreSymmetric() {
    BinCounts left = counts(10, 0, 30);
    BinCounts right = counts(0, 5, 0);
    assertThat(Distances.jensenShannon(left, right).orElseThrow()).isEqualTo(1);
    assertThat(Distances.hellinger(left, right).orElseThrow()).isEqualTo(1);
    assertThat(Distances.totalVariation(left, right).orElseThrow()).isEqualTo(1);
    assertThat(Distances.largestDifference(left, right).orElseThrow()).isEqualTo(1);
    assertThat(Distances.jensenShannon(left, left).orElseThrow()).isZero();
    assertThat(Distances.hellinger(left, left).orElseThrow()).isZero();
    BinCounts near = counts(11, 2, 27);
    assertThat(Distances.jensenShannon(left, near)).isEqualTo(Distances.jensenShannon(near, left));
    assertThat(Distances.totalVariation(counts(), left).reason())
        .contains(Reason.INSUFFICIENT_DATA);
  }

  @Test
  void wassersteinOfAShiftIsTheShift() {
    Random random = new Random(2);
    double[] sample = normal(random, 5000, 0);
    FittedNumeric reference = FittedNumeric.fit(sample);
    double[] moved = java.util.Arrays.stream(sample).map(x -> x + 2.5).toArray();
    double raw = Wasserstein.distance(reference, SortedSample.of(moved)).orElseThrow();
    assertThat(raw).isCloseTo(2.5, within(1e-9));
    double scaled = Wasserstein.scaled(reference, SortedSample.of(moved)).orElseThrow();
    assertThat(scaled).isCloseTo(2.5 / Wasserstein.scale(reference), within(1e-12));
    assertThat(Wasserstein.scale(reference)).isCloseTo(1.349, within(0.05));
  }

  @Test
  void wassersteinStatesWhatHasNoValue() {
    FittedNumeric ones = FittedNumeric.fit(1, 1);
    assertThat(Wasserstein.distance(ones, SortedSample.of(2, 2)).orElseThrow()).isEqualTo(1);
    assertThat(Wasserstein.scaled(ones, SortedSample.of(2, 2)).reason()).contains(Reason.CONSTANT);
    assertThat(Wasserstein.scaled(ones, SortedSample.of()).reason())
        .contains(Reason.INSUFFICIENT_DATA);
    assertThat(Wasserstein.distance(ones, SortedSample.of(Double.POSITIVE_INFINITY)).reason())
        .contains(Reason.UNBOUNDED);
    assertThat(Wasserstein.distance(FittedNumeric.fit(-1e308), SortedSample.of(1e308)).reason())
        .contains(Reason.UNBOUNDED);
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(
            Wasserstein.distance(
                    FittedNumeric.fit(-infinity, 0, infinity),
                    SortedSample.of(-infinity, 1, infinity))
                .orElseThrow())
        .isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void wassersteinKeepsAScaleWhereOneValueDominates() {
    double[] sample = new double[1000];
    for (int i = 0; i < 200; i++) {
      sample[i] = i;
    }
    assertThat(Wasserstein.scale(FittedNumeric.fit(sample))).isCloseTo(17.4, within(0.1));
  }

  @Test
  void mannWhitneySaysConstantAndMissing() {
    FittedNumeric ones = FittedNumeric.fit(1, 1);
    assertThat(MannWhitney.test(ones, SortedSample.of(1, 1)).reason()).contains(Reason.CONSTANT);
    assertThat(MannWhitney.test(ones, SortedSample.of(NAN)).reason()).contains(Reason.ALL_MISSING);
    assertThat(MannWhitney.test(ones, SortedSample.of(2, 2)).orElseThrow().probabilityGreater())
        .isEqualTo(1);
  }

  @Test
  void homogeneityPoolsRareCells() {
    BinCounts reference = counts(1000, 900, 3, 2, 1, 0, 4);
    BinCounts current = counts(110, 95, 1, 0, 2, 1, 0);
    HomogeneityTest test = Homogeneity.chiSquare(reference, current).orElseThrow();
    assertThat(test.pooledCells()).isEqualTo(5);
    assertThat(test.degreesOfFreedom()).isEqualTo(1);
    assertThat(
            Homogeneity.chiSquare(counts(1000, 900, 60, 2, 2), counts(100, 90, 6, 1, 1))
                .orElseThrow()
                .degreesOfFreedom())
        .isEqualTo(2);
  }

  @Test
  void homogeneitySaysWhyThereIsNoValue() {
    assertThat(Homogeneity.chiSquare(counts(5), counts(7)).reason()).contains(Reason.CONSTANT);
    assertThat(Homogeneity.chiSquare(counts(1, 1), counts(1, 0)).reason())
        .contains(Reason.INSUFFICIENT_DATA);
    assertThat(Homogeneity.g(counts(), counts(1)).reason()).contains(Reason.INSUFFICIENT_DATA);
  }

  @Test
  void oneUnseenRowInAHundredIsNoDrift() {
    FittedCategorical reference = FittedCategorical.fit(Map.of("a", 500L, "b", 500L), 0);
    FittedCategorical current = FittedCategorical.fit(Map.of("a", 50L, "b", 49L, "new", 1L), 0);
    FittedCategorical.Pair pair = reference.against(current);
    assertThat(pair.categories()).containsExactly("a", "b", "new");
    assertThat(reference.unseen(current)).containsExactly("new");
    assertThat(Homogeneity.chiSquare(pair.reference(), pair.current()).orElseThrow().pValue())
        .isGreaterThan(0.05);
  }

  @Test
  void categoricalReferenceCountsRowsAndRefusesNegativeOnes() {
    FittedCategorical fitted = FittedCategorical.fit(Map.of("a", 3L), 2);
    assertThat(fitted.rows()).isEqualTo(5);
    assertThat(fitted.missing()).isEqualTo(2);
    assertThat(fitted.counts()).containsEntry("a", 3L);
    assertThatThrownBy(() -> FittedCategorical.fit(Map.of("a", -1L), 0))
        .hasMessageContaining("-1 rows");
  }

  /** False alarms of the homogeneity test at .05 stay near .05 for fifty Zipf categories. */
  @Test
  void homogeneityKeepsItsLevelForManyRareCategories() {
    Random random = new Random(8);
    int alarms = 0;
    int rounds = 1000;
    for (int i = 0; i < rounds; i++) {
      alarms +=
          Homogeneity.chiSquare(zipf(random, 1000), zipf(random, 1000)).orElseThrow().pValue()
                  < 0.05
              ? 1
              : 0;
    }
    assertThat(alarms).isBetween(25, 75);
  }

  private static BinCounts zipf(Random random, int rows) {
    long[] counts = new long[50];
    for (int i = 0; i < rows; i++) {
      double u = random.nextDouble() * 4.499;
      int category = 0;
      while (category < 49 && u > 1.0 / (category + 1)) {
        u -= 1.0 / ++category;
      }
      counts[category]++;
    }
    return new BinCounts(counts, 0);
  }

  @Test
  void missingRateNeedsRows() {
    assertThat(MissingRate.test(0, 0, 0, 5).reason()).contains(Reason.INSUFFICIENT_DATA);
    MissingRateTest test = MissingRate.test(10, 100, 30, 100).orElseThrow();
    assertThat(test.change()).isCloseTo(0.2, within(1e-12));
  }
}
