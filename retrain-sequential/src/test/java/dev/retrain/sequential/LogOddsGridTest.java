package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogOddsGridTest {
  @Test
  void boundBetweenGridPointsIsNeverBelowTheLikelihood() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      double centre = random.nextDouble(-4, 4);
      double information = Math.exp(random.nextDouble(0, 8));
      double[] parabola = parabola(centre, information);
      double theta = random.nextDouble(-6, 6);
      double exact = -information * (theta - centre) * (theta - centre) / 2;
      if (Math.abs(theta) <= LogOddsGrid.theta(LogOddsGrid.SIZE - 1)) {
        assertThat(LogOddsGrid.upperBound(parabola, theta)).isGreaterThanOrEqualTo(exact - 1e-9);
      }
    }
  }

  @Test
  void intervalSurroundsThePeakAndNarrowsWithData() {
    double few = width(parabola(0.7, 80));
    double many = width(parabola(0.7, 800));
    assertThat(many).isLessThan(few / 2);
  }

  @Test
  void nullsBeyondTheGridAreNeverRefuted() {
    double[] parabola = parabola(0.7, 1000);
    assertThat(LogOddsGrid.logEAbove(parabola, 10)).isZero();
    assertThat(LogOddsGrid.logEBelow(parabola, -10)).isZero();
  }

  private static double width(double[] logLikelihood) {
    double low = LogOddsGrid.lowerNull(logLikelihood, 0.05);
    double high = LogOddsGrid.upperNull(logLikelihood, 0.05);
    assertThat(low).isLessThan(0.7);
    assertThat(high).isGreaterThan(0.7);
    return high - low;
  }

  private static double[] parabola(double centre, double information) {
    double[] values = new double[LogOddsGrid.SIZE];
    for (int k = 0; k < values.length; k++) {
      double distance = LogOddsGrid.theta(k) - centre;
      values[k] = -information * distance * distance / 2;
    }
    return values;
  }
}
