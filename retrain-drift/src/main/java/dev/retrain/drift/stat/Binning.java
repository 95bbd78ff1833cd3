package dev.retrain.drift.stat;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Frozen bins (lower, upper], the outer two open towards infinity, missing values apart.
 *
 * <p>The edges are values of the reference, so heavily tied data never straddles one. Where an
 * outermost bin holds one single value, a bin that the reference leaves empty lies beyond it: a
 * reference of one value gets three bins: below it, the value itself, above it.
 */
public final class Binning {

  private final double[] edges;
  private final BinLookup lookup;

  private Binning(double[] edges) {
    this.edges = edges;
    this.lookup = BinLookup.of(edges);
  }

  /**
   * Creates bins with these inner edges.
   *
   * @param edges strictly ascending, without NaN
   */
  public static Binning of(double... edges) {
    double[] copy = edges.clone();
    for (int i = 0; i < copy.length; i++) {
      boolean ascends = i == 0 || copy[i - 1] < copy[i];
      if (Double.isNaN(copy[i]) || !ascends) {
        throw new IllegalArgumentException("edges must ascend: " + Arrays.toString(edges));
      }
    }
    return new Binning(copy);
  }

  static Binning quantiles(double[] sorted, int bins) {
    if (sorted.length == 0) {
      return new Binning(new double[0]);
    }
    double[] edges = SampleQuantiles.edges(sorted, bins);
    if (sorted.length < 2 * bins && edges.length > 0) {
      return new Binning(edges); // each bin holds a single value, since there are so few
    }
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    if (edges.length == 0) {
      edges = new double[] {min};
    }
    int top = BinarySearch.firstAbove(sorted, edges[edges.length - 1]);
    boolean onlyMax = top < sorted.length && sorted[top] == max;
    return open(edges, edges[0] == min ? min : Double.NaN, onlyMax ? max : Double.NaN);
  }

  /**
   * Returns bins with these inner edges and, where an outermost bin holds one single value of the
   * reference, one more beyond that value: values beyond the reference are told from it.
   *
   * @param edges strictly ascending, without NaN
   * @param onlyMin the single value of the lowest bin; NaN where it holds several
   * @param onlyMax the single value of the highest bin; NaN where it holds several or none
   */
  public static Binning open(double[] edges, double onlyMin, double onlyMax) {
    double below = Double.isFinite(onlyMin) ? Math.nextDown(onlyMin) : Double.NaN;
    double above = Double.isFinite(onlyMax) ? onlyMax : Double.NaN;
    return of(
        DoubleStream.concat(
                DoubleStream.concat(DoubleStream.of(below), Arrays.stream(edges)),
                DoubleStream.of(above))
            .filter(edge -> !Double.isNaN(edge))
            .toArray());
  }

  /** Returns a copy of the inner edges, ascending. */
  public double[] edges() {
    return edges.clone();
  }

  /** Returns how many bins there are. */
  public int bins() {
    return edges.length + 1;
  }

  /** Returns the bin of a value, which must not be NaN. */
  public int binOf(double value) {
    return lookup.binOf(value);
  }

  /** Counts a sample into the bins; NaN is missing. */
  public BinCounts count(double... sample) {
    long[] counts = lookup.count(sample);
    return new BinCounts(Arrays.copyOf(counts, bins()), counts[bins()]);
  }

  /** Counts a sorted sample without NaN, by searching each edge in it. */
  BinCounts countSorted(double[] sorted, long missing) {
    long[] counts = new long[bins()];
    int from = 0;
    for (int bin = 0; bin < edges.length; bin++) {
      int to = BinarySearch.firstAbove(sorted, edges[bin]);
      counts[bin] = (long) to - from;
      from = to;
    }
    counts[edges.length] = (long) sorted.length - from;
    return new BinCounts(counts, missing);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Binning that && Arrays.equals(edges, that.edges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return "edges " + Arrays.toString(edges);
  }
}
