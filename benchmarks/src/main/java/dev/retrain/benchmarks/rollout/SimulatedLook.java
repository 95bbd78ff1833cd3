package dev.retrain.benchmarks.rollout;

import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.LatencyCounts;
import dev.retrain.sequential.SampleMoments;

/** Holds the figures of one version, of one look or cumulative. */
record SimulatedLook(
    EventCount errors, EventCount correct, LatencyCounts latency, SampleMoments revenue) {
  static final SimulatedLook NOTHING =
      new SimulatedLook(
          EventCount.ZERO,
          EventCount.ZERO,
          LatencyCounts.empty(VersionTraffic.BOUNDS),
          SampleMoments.ZERO);

  SimulatedLook plus(SimulatedLook more) {
    return new SimulatedLook(
        sum(errors, more.errors),
        sum(correct, more.correct),
        sum(latency, more.latency),
        new SampleMoments(
            revenue.rows() + more.revenue.rows(),
            revenue.sum() + more.revenue.sum(),
            revenue.sumOfSquares() + more.revenue.sumOfSquares()));
  }

  private static EventCount sum(EventCount a, EventCount b) {
    return new EventCount(a.events() + b.events(), a.total() + b.total());
  }

  private static LatencyCounts sum(LatencyCounts a, LatencyCounts b) {
    Long[] counts = new Long[a.counts().size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = a.counts().get(i) + b.counts().get(i);
    }
    return new LatencyCounts(a.bounds(), java.util.List.of(counts));
  }
}
