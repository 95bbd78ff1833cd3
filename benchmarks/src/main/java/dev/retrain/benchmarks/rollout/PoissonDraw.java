package dev.retrain.benchmarks.rollout;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/** Draws from one Poisson distribution, by inversion of its tabulated distribution function. */
final class PoissonDraw {
  private static final double TAIL = 10;

  private final int first;
  private final double[] cumulative;

  PoissonDraw(double mean) {
    if (mean <= 0) {
      first = 0;
      cumulative = new double[] {1};
      return;
    }
    PoissonDistribution distribution = PoissonDistribution.of(mean);
    double reach = TAIL * Math.sqrt(mean) + TAIL;
    first = (int) Math.max(0, mean - reach);
    cumulative = new double[(int) (mean + reach) - first + 1];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += distribution.probability(first + i);
      cumulative[i] = sum;
    }
  }

  long next(SplittableRandom random) {
    int at = Arrays.binarySearch(cumulative, random.nextDouble());
    int index = Math.min(cumulative.length - 1, at < 0 ? -at - 1 : at);
    return (long) first + index;
  }
}
