package dev.retrain.drift.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EcdfTest {

  @Test
  void comparesWeightedStepsLikeTheSampleTheyStandFor() {
    Ecdf steps = Ecdf.of(new double[] {1, 2, 5}, new long[] {2, 3, 4});
    Ecdf sample = Ecdf.of(SortedSample.of(2, 1, 5, 1));
    assertThat(steps.rows()).isEqualTo(4);
    assertThat(steps.greatestDistance(sample)).isZero();
    assertThat(steps.area(sample)).isZero();
    assertThat(steps.area(Ecdf.of(new double[] {3}, new long[] {9})))
        .isCloseTo(1.75, within(1e-12));
  }

  @Test
  void agreesWithTheExactStatistic() {
    Random random = new Random(1);
    double[] left = random.doubles(500).map(x -> Math.rint(50 * x)).toArray();
    double[] right = random.doubles(300).map(x -> Math.rint(60 * x)).toArray();
    FittedNumeric fitted = FittedNumeric.fit(left);
    double exact = KolmogorovSmirnov.test(fitted, right).orElseThrow().statistic();
    Ecdf other = Ecdf.of(SortedSample.of(right));
    assertThat(fitted.ecdf().greatestDistance(other)).isCloseTo(exact, within(1e-12));
    assertThat(other.greatestDistance(fitted.ecdf())).isCloseTo(exact, within(1e-12));
  }

  @Test
  void refusesCountsThatDoNotFit() {
    assertThatThrownBy(() -> Ecdf.of(new double[1], new long[2])).hasMessageContaining("1 values");
    assertThat(Ecdf.of(new double[0], new long[0]).rows()).isZero();
    assertThat(
            Wasserstein.distance(
                    Ecdf.of(new double[0], new long[0]), Ecdf.of(new double[] {1}, new long[] {1}))
                .reason())
        .isPresent();
  }
}
