package dev.retrain.drift.stat;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Tails of the chi-square distribution. */
final class ChiSquared {

  private ChiSquared() {}

  static double upperTail(double statistic, double degreesOfFreedom) {
    return statistic <= 0
        ? 1
        : ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
  }
}
