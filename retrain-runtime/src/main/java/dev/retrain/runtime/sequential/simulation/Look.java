package dev.retrain.runtime.sequential.simulation;

import dev.retrain.runtime.sequential.Count;
import dev.retrain.runtime.sequential.Histogram;
import dev.retrain.runtime.sequential.Moments;

/** Figures of one version, of one look or cumulated. */
record Look(Count errors, Count correct, Histogram latency, Moments revenue) {
  static final Look NOTHING =
      new Look(Count.ZERO, Count.ZERO, Histogram.empty(VersionTraffic.BOUNDS), Moments.ZERO);

  Look plus(Look more) {
    return new Look(
        sum(errors, more.errors),
        sum(correct, more.correct),
        sum(latency, more.latency),
        new Moments(
            revenue.rows() + more.revenue.rows(),
            revenue.sum() + more.revenue.sum(),
            revenue.sumOfSquares() + more.revenue.sumOfSquares()));
  }

  private static Count sum(Count a, Count b) {
    return new Count(a.events() + b.events(), a.total() + b.total());
  }

  private static Histogram sum(Histogram a, Histogram b) {
    Long[] counts = new Long[a.counts().size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = a.counts().get(i) + b.counts().get(i);
    }
    return new Histogram(a.bounds(), java.util.List.of(counts));
  }
}
