package dev.retrain.benchmarks.rollout;

import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.LatencyCounts;
import dev.retrain.sequential.SampleMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.LogNormalDistribution;

/**
 * Draws one version's requests per look: arrivals are Poisson, so the numbers of errors, of correct
 * answers and in each latency bucket are independent Poisson draws too.
 */
final class VersionTraffic {
  static final double MEDIAN_MILLIS = 40;
  static final double SIGMA = 0.5;
  static final double P95_MILLIS = MEDIAN_MILLIS * Math.exp(1.6449 * SIGMA);

  /** Starts at the median, so that the median is a bound and its hypothesis is at its edge. */
  static final List<Double> BOUNDS = bounds();

  private static final double[] BASKETS = {10, 30, 100};
  private static final double[] BASKET_SHARES = {0.06, 0.03, 0.01};

  private final PoissonDraw failed;
  private final PoissonDraw served;
  private final PoissonDraw right;
  private final PoissonDraw wrong;
  private final List<PoissonDraw> buckets = new ArrayList<>();
  private final List<PoissonDraw> baskets = new ArrayList<>();
  private final PoissonDraw visitors;

  VersionTraffic(SimulatedVersion version, double requests, double labelShare) {
    failed = new PoissonDraw(requests * version.errorRate());
    served = new PoissonDraw(requests * (1 - version.errorRate()));
    right = new PoissonDraw(requests * labelShare * version.accuracy());
    wrong = new PoissonDraw(requests * labelShare * (1 - version.accuracy()));
    LogNormalDistribution latency =
        LogNormalDistribution.of(Math.log(MEDIAN_MILLIS * version.latencyFactor()), SIGMA);
    double below = 0;
    for (double bound : BOUNDS) {
      double upTo = latency.cumulativeProbability(bound);
      buckets.add(new PoissonDraw(requests * (upTo - below)));
      below = upTo;
    }
    buckets.add(new PoissonDraw(requests * (1 - below)));
    double buying = 0;
    for (double share : BASKET_SHARES) {
      baskets.add(new PoissonDraw(requests * share * version.buyers()));
      buying += share * version.buyers();
    }
    visitors = new PoissonDraw(requests * (1 - buying));
  }

  SimulatedLook next(SplittableRandom random) {
    long errors = failed.next(random);
    long correct = right.next(random);
    return new SimulatedLook(
        new EventCount(errors, errors + served.next(random)),
        new EventCount(correct, correct + wrong.next(random)),
        new LatencyCounts(BOUNDS, buckets.stream().map(bucket -> bucket.next(random)).toList()),
        revenue(random));
  }

  private SampleMoments revenue(SplittableRandom random) {
    long rows = visitors.next(random);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < BASKETS.length; i++) {
      long count = baskets.get(i).next(random);
      rows += count;
      sum += count * BASKETS[i];
      squares += count * BASKETS[i] * BASKETS[i];
    }
    return new SampleMoments(rows, sum, squares);
  }

  private static List<Double> bounds() {
    double lowest = MEDIAN_MILLIS / Math.pow(1.1, 20);
    return LatencyCounts.logSpaced(lowest, 1000, 1.1);
  }
}
