package dev.retrain.drift.stat;

import java.util.Arrays;

/** Quantiles of a sorted sample that are themselves values of the sample (inverse of its ECDF). */
final class SampleQuantiles {

  private SampleQuantiles() {}

  /** Returns the smallest value with at least the given share of the sample at or below it. */
  static double at(double[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(sorted.length - 1, rank))];
  }

  /**
   * Returns the inner edges of about {@code bins} bins (lower, upper] of equal depth.
   *
   * <p>Equal quantiles are merged, and an edge at the maximum is left out since nothing of the
   * sample lies above it; so a sample of one value has no edge.
   */
  static double[] edges(double[] sorted, int bins) {
    double[] edges = new double[Math.max(0, bins - 1)];
    int count = 0;
    for (int i = 1; i < bins; i++) {
      int rank = (int) (((long) i * sorted.length + bins - 1) / bins) - 1;
      double edge = sorted[Math.max(0, rank)];
      boolean isNew = count == 0 || edge > edges[count - 1];
      if (isNew && edge < sorted[sorted.length - 1]) {
        edges[count++] = edge;
      }
    }
    return Arrays.copyOf(edges, count);
  }
}
