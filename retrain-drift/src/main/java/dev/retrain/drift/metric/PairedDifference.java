package dev.retrain.drift.metric;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far a challenger's metric lies above the champion's on the same rows.
 *
 * @param champion the champion's metric
 * @param challenger the challenger's metric
 * @param standardError of the difference
 * @param pValue two-sided, of no difference
 * @param lower lower end of the 95 % interval of the difference
 * @param upper upper end of the 95 % interval of the difference
 */
public record PairedDifference(
    double champion,
    double challenger,
    double standardError,
    double pValue,
    double lower,
    double upper) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double HALF_WIDTH = NORMAL.inverseCumulativeProbability(0.975);

  /** Returns the challenger's metric less the champion's. */
  public double difference() {
    return challenger - champion;
  }

  static PairedDifference normal(double champion, double challenger, double standardError) {
    double difference = challenger - champion;
    double reach = HALF_WIDTH * standardError;
    return new PairedDifference(
        champion,
        challenger,
        standardError,
        normalPValue(difference, standardError),
        difference - reach,
        difference + reach);
  }

  /** By Student's distribution, as the error is estimated from the differences themselves. */
  static PairedDifference student(
      double champion, double challenger, double standardError, int degrees) {
    TDistribution student = TDistribution.of(degrees);
    double difference = challenger - champion;
    double reach = student.inverseCumulativeProbability(0.975) * standardError;
    double p =
        standardError == 0
            ? normalPValue(difference, 0)
            : Math.min(1, 2 * student.survivalProbability(Math.abs(difference) / standardError));
    return new PairedDifference(
        champion, challenger, standardError, p, difference - reach, difference + reach);
  }

  static double normalPValue(double difference, double standardError) {
    if (standardError == 0) {
      return difference == 0 ? 1 : 0;
    }
    return Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(difference) / standardError));
  }
}
