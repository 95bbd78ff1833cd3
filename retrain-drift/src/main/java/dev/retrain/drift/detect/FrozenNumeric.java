package dev.retrain.drift.detect;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.Quantiles;
import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Binning;
import dev.retrain.drift.stat.FittedNumeric;
import dev.retrain.drift.stat.KolmogorovSmirnov;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MissingRate;
import dev.retrain.drift.stat.PopulationStability;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * A numeric feature: the bins of PSI, each cut into finer ones for the KS statistic.
 *
 * @param name the column
 * @param role what it is for
 * @param fine the bins that are counted
 * @param coarse the bins of PSI, whose edges are among the fine ones
 * @param fineReference the reference over the fine bins, from a sketch where there is no more
 * @param coarseReference the reference over the bins of PSI, exact
 * @param rankError how far the fine reference counts may be off, as a share of the rows
 */
record FrozenNumeric(
    String name,
    ColumnRole role,
    Binning fine,
    Binning coarse,
    BinCounts fineReference,
    BinCounts coarseReference,
    double rankError)
    implements FrozenFeature {

  private static final int FINE_BINS = 128;

  static FrozenNumeric of(String name, ColumnRole role, double[] values, long rows) {
    FittedNumeric fitted = FittedNumeric.fit(values);
    Binning fine =
        fitted.present() == 0
            ? fitted.binning()
            : fine(
                fitted.binning().edges(), fitted::quantile, fitted.quantile(0), fitted.quantile(1));
    BinCounts counts = fine.count(values);
    long missing = rows - fitted.present();
    return new FrozenNumeric(
        name,
        role,
        fine,
        fitted.binning(),
        new BinCounts(counts.counts(), missing),
        new BinCounts(fitted.binCounts().counts(), missing),
        0);
  }

  static FrozenNumeric of(String name, ColumnRole role, NumericProfile profile) {
    Quantiles sketch = profile.quantiles();
    ProfileBins coarse = ProfileBins.of(profile);
    double[] edges = coarse.binning().edges();
    Binning fine =
        profile.finite() == 0
            ? coarse.binning()
            : fine(
                edges, sketch::quantile, profile.min().getAsDouble(), profile.max().getAsDouble());
    double[] fineEdges = fine.edges();
    long[] counts = new long[fine.bins()];
    long below = 0;
    for (int i = 0; i < counts.length; i++) {
      long upTo = i < fineEdges.length ? sketch.countAtOrBelow(fineEdges[i]) : sketch.count();
      counts[i] = upTo - below;
      below = upTo;
    }
    return new FrozenNumeric(
        name,
        role,
        fine,
        coarse.binning(),
        new BinCounts(counts, coarse.counts().missing()),
        coarse.counts(),
        sketch.rankError());
  }

  /** The outermost bins lie beyond the reference, so that what was never there is seen. */
  private static Binning fine(
      double[] coarse, DoubleUnaryOperator quantile, double min, double max) {
    DoubleStream ends = DoubleStream.of(Math.nextDown(min), max);
    DoubleStream between =
        DoubleStream.iterate(1, i -> i < FINE_BINS, i -> i + 1)
            .map(i -> quantile.applyAsDouble(i / FINE_BINS));
    return Binning.of(
        DoubleStream.concat(DoubleStream.concat(ends, Arrays.stream(coarse)), between)
            .map(edge -> edge + 0.0)
            .filter(Double::isFinite)
            .sorted()
            .distinct()
            .toArray());
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public int bins() {
    return fine.bins();
  }

  @Override
  public int fingerprint() {
    return fine.hashCode();
  }

  @Override
  public FeatureMeasures measure(BinCounts current) {
    var ks = KolmogorovSmirnov.overBins(fineReference, current, rankError);
    var distribution =
        Distribution.Numeric.decisive(
                PopulationStability.test(coarseReference, coarsened(current)), ks)
            .with(Bins.of(coarse, coarseReference, coarsened(current)));
    var missing =
        MissingRate.test(
            coarseReference.missing(), coarseReference.rows(), current.missing(), current.rows());
    Significance significance = Significance.of(1, ks.asOptional().map(KsTest::pValue), missing);
    return new FeatureMeasures(name, kind(), role, distribution, missing, significance);
  }

  private BinCounts coarsened(BinCounts current) {
    double[] edges = fine.edges();
    long[] counts = current.counts();
    long[] sums = new long[coarse.bins()];
    for (int i = 0; i < counts.length; i++) {
      int bin = i < edges.length ? coarse.binOf(edges[i]) : sums.length - 1;
      sums[bin] += counts[i];
    }
    return new BinCounts(sums, current.missing());
  }
}
