package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceValuesTest {
  private static final Offset<Double> CLOSE = within(1e-8);

  static Stream<double[]> tables() {
    return Reference.of("table");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void tableLikelihoodMatchesScipy(double[] row) {
    double[] grid = new double[LogOddsGrid.SIZE];
    NoncentralHypergeometric.addLogLikelihood(grid, count(row, 0), count(row, 2));
    int k = (int) row[4];
    assertThat(grid[k] - grid[LogOddsGrid.HALF]).isCloseTo(row[5], CLOSE);
  }

  static Stream<double[]> differences() {
    return Reference.of("difference");
  }

  @ParameterizedTest
  @MethodSource("differences")
  void differenceEvidenceMatchesScipy(double[] row) {
    ProportionDifference test =
        new ProportionDifference(
            Direction.LOWER_IS_BETTER, Margin.absolute(0), Margin.absolute(0), 0.05);
    ProportionDifference.State state = test.start();
    EventCount canary = EventCount.ZERO;
    EventCount champion = EventCount.ZERO;
    for (int look = 0; look < 3; look++) {
      canary = sum(canary, count(row, 4 * look));
      champion = sum(champion, count(row, 4 * look + 2));
      state = test.observe(state, new Arms<>(canary, champion));
    }
    assertThat(test.evidence(state).harmful()).isCloseTo(row[12], CLOSE);
  }

  static Stream<double[]> proportions() {
    return Reference.of("above");
  }

  @ParameterizedTest
  @MethodSource("proportions")
  void proportionEvidenceMatchesScipy(double[] row) {
    assertThat(BernoulliMixture.logEAbove(count(row, 0), row[2])).isCloseTo(row[3], CLOSE);
  }

  static Stream<double[]> bounds() {
    return Reference.of("bounds");
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void proportionBoundsMatchScipy(double[] row) {
    assertThat(BernoulliMixture.lower(count(row, 0), row[2])).isCloseTo(row[3], CLOSE);
    assertThat(BernoulliMixture.upper(count(row, 0), row[2])).isCloseTo(row[4], CLOSE);
  }

  static Stream<double[]> normals() {
    return Reference.of("normal");
  }

  @ParameterizedTest
  @MethodSource("normals")
  void normalMixtureMatchesQuadrature(double[] row) {
    assertThat(NormalMixture.logE(row[0], row[1])).isCloseTo(row[2], CLOSE);
  }

  static Stream<double[]> means() {
    return Reference.of("mean");
  }

  @ParameterizedTest
  @MethodSource("means")
  void meanEvidenceMatchesQuadrature(double[] row) {
    MeanDifference test =
        new MeanDifference(
            Direction.HIGHER_IS_BETTER,
            Margin.relative(row[12]),
            Margin.relative(1),
            Dispersion.estimated(),
            0.05);
    MeanDifference.State state = test.start();
    Arms<SampleMoments> first = new Arms<>(moments(row, 0), moments(row, 3));
    state = test.observe(state, first);
    state =
        test.observe(
            state,
            new Arms<>(
                sum(first.canary(), moments(row, 6)), sum(first.champion(), moments(row, 9))));
    assertThat(test.evidence(state).harmful()).isCloseTo(row[13], CLOSE);
  }

  private static EventCount count(double[] row, int at) {
    return new EventCount((long) row[at], (long) row[at + 1]);
  }

  private static SampleMoments moments(double[] row, int at) {
    return new SampleMoments((long) row[at], row[at + 1], row[at + 2]);
  }

  private static EventCount sum(EventCount a, EventCount b) {
    return new EventCount(a.events() + b.events(), a.total() + b.total());
  }

  private static SampleMoments sum(SampleMoments a, SampleMoments b) {
    return new SampleMoments(
        a.rows() + b.rows(), a.sum() + b.sum(), a.sumOfSquares() + b.sumOfSquares());
  }
}
