package dev.retrain.drift.profile;

import java.util.Arrays;

/**
 * Row counts in bins {@code (lo, hi]} whose outer bins are open: {@code edges.length + 1} bins.
 * Immutable.
 *
 * <p>NaN and missing cells are in no bin; infinities are in the outer ones.
 */
public final class Histogram {
  private final double[] edges;
  private final long[] counts;
  private final boolean exact;

  private Histogram(double[] edges, long[] counts, boolean exact) {
    this.edges = edges;
    this.counts = counts;
    this.exact = exact;
  }

  /**
   * Returns a histogram.
   *
   * @param edges the finite inner edges, strictly ascending, possibly none
   * @param counts one count per bin, one more than edges
   * @param exact whether rows were counted, not estimated from a sketch
   * @throws IllegalArgumentException if the edges do not ascend or the lengths do not fit
   */
  public static Histogram of(double[] edges, long[] counts, boolean exact) {
    if (counts.length != edges.length + 1) {
      throw new IllegalArgumentException(
          "%d edges make %d bins, not %d".formatted(edges.length, edges.length + 1, counts.length));
    }
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i]) || (i > 0 && !(edges[i] > edges[i - 1]))) {
        throw new IllegalArgumentException("edges must be finite and ascend");
      }
    }
    return new Histogram(edges.clone(), counts.clone(), exact);
  }

  /** Returns a histogram of values counted in the bins of these edges; NaN is skipped. */
  public static Histogram count(double[] edges, double[] values) {
    long[] counts = new long[edges.length + 1];
    addTo(counts, edges, values, values.length);
    return of(edges, counts, true);
  }

  static void addTo(long[] counts, double[] edges, double[] values, int size) {
    for (int i = 0; i < size; i++) {
      double value = values[i];
      if (!Double.isNaN(value)) {
        counts[bin(edges, value)]++;
      }
    }
  }

  static int bin(double[] edges, double value) {
    if (edges.length > 32) {
      return binByHalving(edges, value);
    }
    int bin = 0;
    for (double edge : edges) {
      bin += value > edge ? 1 : 0;
    }
    return bin;
  }

  private static int binByHalving(double[] edges, double value) {
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value > edges[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Returns inner edges that cut sorted values into bins of about equal counts: the value of rank
   * {@code ceil(i n / bins)} for each inner {@code i}, duplicates merged, infinities and the
   * largest value left out (the bin above it would be empty).
   *
   * @param sorted ascending, without NaN
   * @param bins at least 1
   */
  public static double[] quantileEdges(double[] sorted, int bins) {
    double[] edges = new double[Math.max(0, bins - 1)];
    int found = 0;
    int n = sorted.length;
    for (int i = 1; i < bins && n > 0; i++) {
      double edge = sorted[(int) (((long) i * n + bins - 1) / bins) - 1] + 0.0;
      found = keep(edges, found, edge, sorted[n - 1]);
    }
    return Arrays.copyOf(edges, found);
  }

  static double[] quantileEdges(Quantiles quantiles, int bins) {
    double[] edges = new double[Math.max(0, bins - 1)];
    int found = 0;
    for (int i = 1; i < bins && !quantiles.isEmpty(); i++) {
      double edge = quantiles.quantile((double) i / bins);
      found = keep(edges, found, edge, quantiles.quantile(1));
    }
    return Arrays.copyOf(edges, found);
  }

  private static int keep(double[] edges, int found, double edge, double largest) {
    boolean isNew = found == 0 || edge > edges[found - 1];
    if (!isNew || !Double.isFinite(edge) || edge >= largest) {
      return found;
    }
    edges[found] = edge;
    return found + 1;
  }

  /** Returns a histogram on these edges estimated from a sketch; not exact. */
  static Histogram estimate(double[] edges, Quantiles quantiles) {
    long[] counts = new long[edges.length + 1];
    long before = 0;
    for (int i = 0; i < edges.length; i++) {
      long upTo = quantiles.countAtOrBelow(edges[i]);
      counts[i] = upTo - before;
      before = upTo;
    }
    counts[edges.length] = quantiles.count() - before;
    return new Histogram(edges, counts, quantiles.rankError() == 0);
  }

  /** Returns a copy of the inner edges, ascending. */
  public double[] edges() {
    return edges.clone();
  }

  /** Returns a copy of the counts, one per bin, one more than edges. */
  public long[] counts() {
    return counts.clone();
  }

  /** Returns the number of bins, at least 1. */
  public int bins() {
    return counts.length;
  }

  /** Returns the sum of the counts. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** Returns whether every row was counted; otherwise the counts come from a sketch. */
  public boolean isExact() {
    return exact;
  }

  /** Returns the bin of a value; NaN has none and must not be asked for. */
  public int bin(double value) {
    return bin(edges, value);
  }

  /** Returns whether both have the same edges, so that their counts may be compared or added. */
  public boolean sameEdges(Histogram other) {
    return Arrays.equals(edges, other.edges);
  }

  /**
   * Returns the sum of two histograms on the same edges.
   *
   * @throws IllegalArgumentException if the edges differ
   */
  public Histogram plus(Histogram other) {
    if (!sameEdges(other)) {
      throw new IllegalArgumentException("cannot add histograms on different edges");
    }
    long[] sums = counts.clone();
    Arrays.setAll(sums, bin -> counts[bin] + other.counts[bin]);
    return new Histogram(edges, sums, exact && other.exact);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram that
        && exact == that.exact
        && Arrays.equals(edges, that.edges)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(edges) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts) + (exact ? "" : " (estimated)");
  }
}
