package dev.retrain.drift.profile;

import dev.retrain.drift.data.ColumnKind;
import java.util.OptionalDouble;

/** The profile of a numeric column; immutable. */
public final class NumericProfile implements ColumnProfile {
  private final NumericCounts counts;
  private final Moments moments;
  private final Distinct distinct;
  private final QuantileSketch sketch;
  private final Histogram histogram;
  private final Quantiles quantiles;
  private final int bins;

  NumericProfile(
      NumericCounts counts,
      Moments moments,
      Distinct distinct,
      QuantileSketch sketch,
      Histogram histogram,
      int bins) {
    this.counts = counts;
    this.moments = moments;
    this.distinct = distinct;
    this.sketch = sketch;
    this.histogram = histogram;
    this.quantiles = sketch.quantiles();
    this.bins = bins;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public long rows() {
    return counts.rows();
  }

  @Override
  public long missing() {
    return counts.missing();
  }

  /** Returns all counts of special values. */
  public NumericCounts counts() {
    return counts;
  }

  /** Returns how many values are NaN. */
  public long nan() {
    return counts.nan();
  }

  /** Returns the number of values that are neither NaN nor infinite. */
  public long finite() {
    return moments.count();
  }

  /** Returns the share of zeros among present cells, in 0 .. 1; zero if there are none. */
  public double zeroShare() {
    return present() == 0 ? 0 : (double) counts.zeros() / present();
  }

  /** Returns the smallest finite value, if there is one. */
  public OptionalDouble min() {
    return ifAny(moments.min());
  }

  /** Returns the largest finite value, if there is one. */
  public OptionalDouble max() {
    return ifAny(moments.max());
  }

  /** Returns the mean of the finite values, if there are any. */
  public OptionalDouble mean() {
    return ifAny(moments.mean());
  }

  /** Returns the sample standard deviation of the finite values, zero for one value. */
  public OptionalDouble sd() {
    return ifAny(moments.sd());
  }

  private OptionalDouble ifAny(double value) {
    return moments.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Returns the estimated number of distinct values, NaN excluded; standard error 1.7 %. */
  public long distinct() {
    return Math.min(distinct.estimate(), present() - nan());
  }

  /** Returns the distribution of the values that are not NaN, infinities included. */
  public Quantiles quantiles() {
    return quantiles;
  }

  /**
   * Returns the counts of the values that are not NaN, on this profile's own frozen edges, or on
   * those of the reference it was made against.
   */
  public Histogram histogram() {
    return histogram;
  }

  NumericProfile with(Histogram counted) {
    return new NumericProfile(counts, moments, distinct, sketch, counted, bins);
  }

  Moments moments() {
    return moments;
  }

  Distinct distinctSketch() {
    return distinct;
  }

  QuantileSketch sketch() {
    return sketch;
  }

  int binsWanted() {
    return bins;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Histograms on the same edges are added exactly; otherwise new edges come from the joined
   * sketch and the counts are estimates.
   */
  @Override
  public NumericProfile merge(ColumnProfile other) {
    NumericProfile that = Merging.same(NumericProfile.class, this, other);
    QuantileSketch joined = sketch.copy();
    joined.merge(that.sketch);
    return new NumericProfile(
        counts.plus(that.counts),
        moments.plus(that.moments),
        distinct.merge(that.distinct),
        joined,
        joinedHistogram(that, joined),
        bins);
  }

  private Histogram joinedHistogram(NumericProfile that, QuantileSketch joined) {
    if (histogram.sameEdges(that.histogram)) {
      return histogram.plus(that.histogram);
    }
    Quantiles all = joined.quantiles();
    return Histogram.estimate(Histogram.quantileEdges(all, bins), all);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.numeric(this);
  }
}
