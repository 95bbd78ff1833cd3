package dev.retrain.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class QualityTest {

  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void aucIsTheShareOfPairsInTheRightOrder() {
    SplittableRandom random = new SplittableRandom(7);
    double[] labels = random.ints(200, 0, 2).asDoubleStream().toArray();
    double[] scores = random.ints(200, 0, 20).mapToDouble(score -> score / 20.0).toArray();
    assertThat(Quality.auc(new Scored(labels, scores)))
        .isCloseTo(pairsInOrder(labels, scores), EXACT);
  }

  @Test
  void aucOfOneKindOnlyIsAHalf() {
    assertThat(Quality.auc(new Scored(new double[] {1, 1}, new double[] {0.2, 0.9})))
        .isEqualTo(0.5);
  }

  @Test
  void judgesProbabilities() {
    var quality =
        Quality.ofProbabilities(
            new Scored(new double[] {1, 0, 0, 1}, new double[] {0.8, 0.4, 0.6, 0.5}));
    assertThat(quality.get("accuracy")).isEqualTo(0.75);
    assertThat(quality.get("auc")).isEqualTo(0.75);
    assertThat(quality.get("brier")).isCloseTo((0.04 + 0.16 + 0.36 + 0.25) / 4, EXACT);
    assertThat(quality.get("log_loss"))
        .isCloseTo(-(Math.log(0.8) + Math.log(0.6) + Math.log(0.4) + Math.log(0.5)) / 4, EXACT);
  }

  @Test
  void logLossOfCertainErrorIsFinite() {
    assertThat(Quality.logLoss(new Scored(new double[] {1}, new double[] {0}))).isFinite();
  }

  @Test
  void judgesNumbers() {
    var quality = Quality.ofNumbers(new Scored(new double[] {3, -1}, new double[] {0, 3}));
    assertThat(quality.get("mae")).isEqualTo(3.5);
    assertThat(quality.get("rmse")).isCloseTo(Math.sqrt(12.5), EXACT);
  }

  private static double pairsInOrder(double[] labels, double[] scores) {
    double inOrder = 0;
    double pairs = 0;
    for (int late = 0; late < labels.length; late++) {
      for (int other = 0; other < labels.length; other++) {
        if (labels[late] == 1 && labels[other] == 0) {
          pairs++;
          inOrder += (Math.signum(scores[late] - scores[other]) + 1) / 2;
        }
      }
    }
    return inOrder / pairs;
  }
}
