package dev.retrain.drift.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.retrain.drift.stat.SciPyCases.TwoSample;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statistic beside the value SciPy gives for it. */
class AgainstSciPyTest {

  private static final double ROUNDING = 1e-12;

  static Stream<TwoSample> twoSample() {
    return SciPyCases.twoSample();
  }

  static Stream<String> counts() {
    return SciPyCases.lines("counts.txt");
  }

  static Stream<String> missing() {
    return SciPyCases.lines("missing.txt");
  }

  static Stream<String> adjust() {
    return SciPyCases.lines("adjust.txt");
  }

  @ParameterizedTest
  @MethodSource("twoSample")
  void kolmogorovSmirnovAgrees(TwoSample given) {
    FittedNumeric reference = FittedNumeric.fit(given.reference());
    KsTest test = KolmogorovSmirnov.test(reference, given.current()).orElseThrow();
    assertThat(test.statistic()).isCloseTo(given.expected("ks"), within(ROUNDING));
    assertThat(test.pValue()).isCloseTo(given.expected("ks_exact"), withPercentage(1e-7));
    double asymptotic =
        KolmogorovSmirnov.pValue(
            test.statistic(), given.reference().length, given.current().length);
    assertThat(asymptotic).isCloseTo(given.expected("ks_asymptotic"), withPercentage(1e-7));
  }

  @ParameterizedTest
  @MethodSource("twoSample")
  void wassersteinAgrees(TwoSample given) {
    if (given.expected().containsKey("wasserstein")) {
      double distance =
          Wasserstein.distance(
                  FittedNumeric.fit(given.reference()), SortedSample.of(given.current()))
              .orElseThrow();
      double expected = given.expected("wasserstein");
      assertThat(distance).isCloseTo(expected, within(1e-9 * expected + 2 * Double.MIN_VALUE));
    }
  }

  @ParameterizedTest
  @MethodSource("twoSample")
  void mannWhitneyAgrees(TwoSample given) {
    MannWhitneyTest test =
        MannWhitney.test(FittedNumeric.fit(given.reference()), SortedSample.of(given.current()))
            .orElseThrow();
    assertThat(test.u()).isEqualTo(given.expected("u"));
    assertThat(test.pValue()).isCloseTo(given.expected("u_p"), withPercentage(1e-7));
  }

  @ParameterizedTest
  @MethodSource("twoSample")
  void binnedStatisticsAgree(TwoSample given) {
    FittedNumeric reference = FittedNumeric.fit(given.reference());
    BinCounts current = reference.binning().count(given.current());
    PsiTest psi = PopulationStability.test(reference, given.current()).orElseThrow();
    assertThat(psi.value()).isCloseTo(given.expected("psi"), within(ROUNDING));
    assertThat(psi.pValue()).isCloseTo(given.expected("psi_p"), withPercentage(1e-7));
    assertThat(Distances.jensenShannon(reference.binCounts(), current).orElseThrow())
        .isCloseTo(given.expected("js"), within(ROUNDING));
    assertThat(Distances.hellinger(reference.binCounts(), current).orElseThrow())
        .isCloseTo(given.expected("hellinger"), within(ROUNDING));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void categoricalStatisticsAgree(String line) {
    String[] parts = line.split(";");
    BinCounts reference = SciPyCases.counts(parts[0]);
    BinCounts current = SciPyCases.counts(parts[1]);
    double[] expected = SciPyCases.numbers(parts[2]);
    HomogeneityTest chi2 = Homogeneity.chiSquare(reference, current).orElseThrow();
    HomogeneityTest g = Homogeneity.g(reference, current).orElseThrow();
    assertThat(chi2.statistic()).isCloseTo(expected[0], withPercentage(1e-9));
    assertThat(chi2.pValue()).isCloseTo(expected[1], withPercentage(1e-7));
    assertThat(g.statistic()).isCloseTo(expected[2], withPercentage(1e-9));
    assertThat(g.pValue()).isCloseTo(expected[3], withPercentage(1e-7));
    assertThat(chi2.cramersV()).isCloseTo(expected[4], withPercentage(1e-9));
    assertThat(Distances.totalVariation(reference, current).orElseThrow())
        .isCloseTo(expected[5], within(ROUNDING));
    assertThat(Distances.largestDifference(reference, current).orElseThrow())
        .isCloseTo(expected[6], within(ROUNDING));
  }

  @ParameterizedTest
  @MethodSource("missing")
  void missingRateAgrees(String line) {
    double[] given = SciPyCases.numbers(line);
    MissingRateTest test =
        MissingRate.test((long) given[0], (long) given[1], (long) given[2], (long) given[3])
            .orElseThrow();
    assertThat(test.pValue()).isCloseTo(given[4], withPercentage(1e-6));
  }

  @ParameterizedTest
  @MethodSource("adjust")
  void benjaminiHochbergAgrees(String line) {
    String[] parts = line.split(";");
    assertThat(BenjaminiHochberg.adjust(SciPyCases.numbers(parts[0])))
        .containsExactly(SciPyCases.numbers(parts[1]), within(ROUNDING));
  }
}
