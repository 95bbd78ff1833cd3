package dev.retrain.drift.detect;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.Quantiles;
import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Binning;
import dev.retrain.drift.stat.Distances;
import dev.retrain.drift.stat.Ecdf;
import dev.retrain.drift.stat.KolmogorovSmirnov;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MissingRate;
import dev.retrain.drift.stat.PopulationStability;
import dev.retrain.drift.stat.SortedSample;
import dev.retrain.drift.stat.Statistic;
import dev.retrain.drift.stat.Statistic.Reason;
import dev.retrain.drift.stat.Wasserstein;
import java.util.Optional;

/**
 * A numeric column known by its profile: frozen bins counted exactly, the rest from a sketch.
 *
 * @param binning the frozen bins
 * @param bins the reference over them, NaN and missing apart
 * @param sketch the distribution up to its rank error
 * @param rows rows of the reference
 */
record SketchedReference(Binning binning, BinCounts bins, Quantiles sketch, long rows)
    implements ColumnReference {

  static SketchedReference of(NumericProfile profile) {
    ProfileBins bins = ProfileBins.of(profile);
    return new SketchedReference(
        bins.binning(), bins.counts(), profile.quantiles(), profile.rows());
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public FeatureMeasures measure(String name, ColumnRole role, Current of) {
    Column current = of.column();
    double[] values = current instanceof NumericColumn column ? column.present() : new double[0];
    double effect = of.order().designEffect(values);
    double missingEffect = of.order().missingDesignEffect(current);
    BinCounts present = binning.count(values);
    BinCounts counts = new BinCounts(present.counts(), current.rows() - present.present());
    Ecdf reference = Ecdf.of(sketch.values(), sketch.cumulativeCounts());
    Ecdf sample = Ecdf.of(SortedSample.of(values));
    Statistic<Double> raw = Wasserstein.distance(reference, sample);
    Statistic<KsTest> ks = ks(reference, sample);
    Distribution distribution =
        new Distribution.Numeric(
            PopulationStability.test(bins, counts),
            ks,
            raw,
            scaled(raw),
            Distances.jensenShannon(bins, counts),
            Distances.hellinger(bins, counts),
            Statistic.undefined(Reason.NOT_MEASURED),
            Optional.of(Bins.of(binning, bins, counts)));
    Significance significance =
        Significance.of(
            effect,
            ks.asOptional()
                .map(test -> test.withRows(reference.rows() / effect, sample.rows() / effect))
                .map(KsTest::pValue),
            MissingRate.test(
                bins.missing(), rows, counts.missing(), current.rows(), missingEffect));
    var change = MissingRate.test(bins.missing(), rows, counts.missing(), current.rows());
    return new FeatureMeasures(name, kind(), role, distribution, change, significance);
  }

  private Statistic<KsTest> ks(Ecdf reference, Ecdf sample) {
    if (reference.rows() == 0 || sample.rows() == 0) {
      return Statistic.undefined(rows == 0 ? Reason.INSUFFICIENT_DATA : Reason.ALL_MISSING);
    }
    double distance = reference.greatestDistance(sample);
    if (distance == 0 && sketch.values().length == 1) {
      return Statistic.undefined(Reason.CONSTANT);
    }
    return Statistic.of(
        KolmogorovSmirnov.approximate(
            distance, sketch.rankError(), (double) reference.rows(), (double) sample.rows()));
  }

  private Statistic<Double> scaled(Statistic<Double> raw) {
    if (!(raw instanceof Statistic.Value<Double> distance)) {
      return raw;
    }
    double scale = Wasserstein.scale(sketch::quantile);
    return scale > 0
        ? Statistic.finite(distance.value() / scale)
        : Statistic.undefined(Reason.CONSTANT);
  }
}
