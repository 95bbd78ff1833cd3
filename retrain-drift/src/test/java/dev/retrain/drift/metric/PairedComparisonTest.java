package dev.retrain.drift.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {

  @Test
  void bootstrapAgreesWithThePairedErrorOfAMean() {
    Random random = new Random(1);
    double[] champion = random.doubles(400).toArray();
    double[] challenger =
        Arrays.stream(champion).map(x -> x + 0.02 * random.nextGaussian() - 0.002).toArray();
    PairedDifference plain = PairedComparison.mean(champion, challenger);
    PairedDifference drawn =
        PairedComparison.bootstrap(
            400, rows -> mean(champion, rows), rows -> mean(challenger, rows), 7);
    assertThat(drawn.difference()).isCloseTo(plain.difference(), within(1e-12));
    assertThat(drawn.standardError()).isCloseTo(plain.standardError(), withPercentage(8));
    assertThat(drawn.lower()).isCloseTo(plain.lower(), within(plain.standardError() / 3));
    assertThat(drawn.upper()).isCloseTo(plain.upper(), within(plain.standardError() / 3));
  }

  private static double mean(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).average().orElse(0);
  }

  @Test
  void bootstrapRepeatsItselfForASeed() {
    double[] losses = new Random(2).doubles(50).toArray();
    PairedDifference once =
        PairedComparison.bootstrap(50, rows -> mean(losses, rows), rows -> rows[0], 3);
    PairedDifference twice =
        PairedComparison.bootstrap(50, rows -> mean(losses, rows), rows -> rows[0], 3);
    assertThat(once).isEqualTo(twice);
  }

  @Test
  void seesNoDifferenceBetweenTwins() {
    boolean[] labels = {true, false, true, false};
    double[] scores = {0.9, 0.2, 0.6, 0.7};
    assertThat(PairedComparison.auc(labels, scores, scores).pValue()).isEqualTo(1);
    assertThat(PairedComparison.accuracy(labels, labels).pValue()).isEqualTo(1);
    assertThat(PairedComparison.mean(scores, scores).difference()).isZero();
    assertThat(PairedDifference.normalPValue(1, 0)).isZero();
  }

  /** Under no difference a p-value below .05 comes one time in twenty. */
  @Test
  void keepsItsLevel() {
    Random random = new Random(4);
    int alarms = 0;
    for (int round = 0; round < 400; round++) {
      boolean[] labels = new boolean[200];
      double[] one = new double[200];
      double[] two = new double[200];
      for (int i = 0; i < 200; i++) {
        labels[i] = random.nextBoolean();
        one[i] = (labels[i] ? 1 : 0) + random.nextGaussian();
        two[i] = (labels[i] ? 1 : 0) + random.nextGaussian();
      }
      alarms += PairedComparison.auc(labels, one, two).pValue() < 0.05 ? 1 : 0;
    }
    assertThat(alarms).isBetween(8, 36);
  }

  @Test
  void leavesOutDrawsThatDoNotDefineTheMetric() {
    double[] losses = new Random(5).doubles(40).toArray();
    PairedComparison.OfRows champion = rows -> mean(losses, rows);
    PairedComparison.OfRows sometimes =
        rows -> Arrays.stream(rows).anyMatch(row -> row == 0) ? mean(losses, rows) : Double.NaN;

    PairedDifference found = PairedComparison.bootstrap(40, champion, sometimes, 1);

    assertThat(found.standardError()).isZero();
    assertThat(found.upper()).isZero();
    assertThatThrownBy(() -> PairedComparison.bootstrap(40, champion, rows -> Double.NaN, 1))
        .hasMessageContaining("not defined on these rows");
    assertThatThrownBy(
            () ->
                PairedComparison.bootstrap(40, champion, rows -> rows[0] == 0 ? 1 : Double.NaN, 1))
        .hasMessageContaining("of 2000 draws of 40 rows");
  }

  /** Student's distribution: the normal one would call twice as many differences real. */
  @Test
  void keepsItsLevelOnFewRows() {
    Random random = new Random(6);
    int alarms = 0;
    for (int round = 0; round < 2000; round++) {
      double[] one = new double[5];
      double[] two = new double[5];
      Arrays.setAll(one, i -> random.nextGaussian());
      Arrays.setAll(two, i -> random.nextGaussian());
      PairedDifference found = PairedComparison.mean(one, two);
      alarms += found.pValue() < 0.05 ? 1 : 0;
      assertThat(found.lower() > 0 || found.upper() < 0).isEqualTo(found.pValue() < 0.05);
    }
    assertThat(alarms).isBetween(60, 145);
  }

  @Test
  void oneRowShowsNothing() {
    boolean[] single = {true, false, false};
    assertThatThrownBy(() -> PairedComparison.mean(new double[] {1}, new double[] {2}))
        .hasMessageContaining("at least 2 rows");
    assertThatThrownBy(() -> PairedComparison.auc(single, new double[3], new double[3]))
        .hasMessageContaining("2 rows of each class");
    assertThatThrownBy(() -> PairedComparison.accuracy(new boolean[0], new boolean[0]))
        .hasMessageContaining("at least 1 row");
    assertThatThrownBy(
            () -> PairedComparison.mean(new double[] {1, 2}, new double[] {1, Double.NaN}))
        .hasMessageContaining("not defined");
  }

  @Test
  void needsBothClassesAndEqualLengths() {
    assertThatThrownBy(() -> PairedComparison.auc(new boolean[2], new double[2], new double[2]))
        .hasMessageContaining("both classes");
    assertThatThrownBy(() -> PairedComparison.mean(new double[1], new double[2]))
        .hasMessageContaining("1 and 2");
  }
}
