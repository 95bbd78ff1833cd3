package dev.retrain.drift.profile;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.NumericColumn;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers counts, moments, sketches and, where edges are known, the histogram of a column. */
final class NumericAccumulator implements Accumulator {
  private final ProfileOptions options;
  private final QuantileSketch sketch;
  private final Distinct distinct = new Distinct();
  private NumericCounts counts = NumericCounts.NONE;
  private Moments moments = Moments.NONE;
  private double shift;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double @Nullable [] edges;
  private long[] inBins = {};

  NumericAccumulator(ProfileOptions options, Optional<double[]> edges) {
    this.options = options;
    this.sketch = new QuantileSketch(options.sketchSize());
    edges.ifPresent(this::freeze);
  }

  private void freeze(double[] known) {
    edges = known;
    inBins = new long[known.length + 1];
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public void add(Column batch) {
    double[] ordered = withoutNan(((NumericColumn) batch).present());
    int nan = batch.presentCount() - ordered.length;
    double[] finite = finite(ordered);
    counts = counts.plus(special(batch, nan, ordered));
    if (moments.count() == 0 && finite.length > 0) {
      shift = shiftFor(finite[0]);
    }
    moments = moments.plus(Moments.of(finite, finite.length, shift));
    for (double value : finite) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    for (double value : ordered) {
      distinct.add(value);
    }
    sketch.add(ordered, 0, ordered.length);
    if (edges != null) {
      Histogram.addTo(inBins, edges, ordered, ordered.length);
    }
  }

  @Override
  public void addWhole(Column all) {
    if (edges == null) {
      double[] sorted = withoutNan(((NumericColumn) all).present()).clone();
      Arrays.sort(sorted);
      freeze(Histogram.quantileEdges(sorted, options.bins()));
    }
    add(all);
  }

  private static NumericCounts special(Column batch, long nan, double[] ordered) {
    long zeros = 0;
    long up = 0;
    long down = 0;
    for (double value : ordered) {
      zeros += value == 0 ? 1 : 0;
      up += value == Double.POSITIVE_INFINITY ? 1 : 0;
      down += value == Double.NEGATIVE_INFINITY ? 1 : 0;
    }
    return new NumericCounts(batch.rows(), batch.missingCount(), nan, up, down, zeros);
  }

  /** Returns the same array where it holds no NaN. */
  private static double[] withoutNan(double[] values) {
    for (double value : values) {
      if (Double.isNaN(value)) {
        return Arrays.stream(values).filter(each -> !Double.isNaN(each)).toArray();
      }
    }
    return values;
  }

  private static double[] finite(double[] ordered) {
    for (double value : ordered) {
      if (Double.isInfinite(value)) {
        return Arrays.stream(ordered).filter(Double::isFinite).toArray();
      }
    }
    return ordered;
  }

  @Override
  public ColumnProfile profile() {
    QuantileSketch seen = sketch.copy();
    Histogram histogram = edges == null ? estimated(seen) : Histogram.of(edges, inBins, true);
    Moments back = moments.shiftedBack(shift);
    Moments exact = new Moments(back.count(), min, max, back.mean(), back.squares());
    return new NumericProfile(counts, exact, distinct.copy(), seen, histogram, options.bins());
  }

  /**
   * Values of moderate size are summed as they are; near the end of the range a shift overflows.
   */
  private static double shiftFor(double first) {
    double size = Math.abs(first);
    return size > 1e6 && size < 1e300 ? first : 0;
  }

  private Histogram estimated(QuantileSketch seen) {
    Quantiles quantiles = seen.quantiles();
    return Histogram.estimate(Histogram.quantileEdges(quantiles, options.bins()), quantiles);
  }
}
