package dev.retrain.drift.detect;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Distances;
import dev.retrain.drift.stat.FittedNumeric;
import dev.retrain.drift.stat.KolmogorovSmirnov;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MannWhitney;
import dev.retrain.drift.stat.MissingRate;
import dev.retrain.drift.stat.PopulationStability;
import dev.retrain.drift.stat.SortedSample;
import dev.retrain.drift.stat.Statistic;
import dev.retrain.drift.stat.Wasserstein;
import java.util.Optional;

/**
 * A numeric column fitted whole; NaN counts as missing.
 *
 * @param fitted the values
 * @param rows rows of the reference
 * @param dependence between neighbouring reference rows
 */
record NumericReference(FittedNumeric fitted, long rows, Dependence dependence)
    implements ColumnReference {

  static NumericReference of(NumericColumn column, RowOrder order) {
    double[] values = column.present();
    FittedNumeric fitted = FittedNumeric.fit(values);
    return new NumericReference(
        fitted, column.rows(), Dependence.of(order.designEffect(fitted, values), column, order));
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public FeatureMeasures measure(String name, ColumnRole role, Current of) {
    Column current = of.column();
    double[] values = current instanceof NumericColumn column ? column.present() : new double[0];
    Dependence effects =
        dependence.max(Dependence.of(of.order().designEffect(fitted, values), current, of.order()));
    double effect = effects.values();
    BinCounts bins = fitted.binning().count(values);
    long missing = current.rows() - bins.present();
    BinCounts counts = new BinCounts(bins.counts(), missing);
    BinCounts reference = new BinCounts(fitted.binCounts().counts(), rows - fitted.present());
    Distribution.Numeric decisive =
        Distribution.Numeric.decisive(
            PopulationStability.test(reference, counts),
            ks(values, bins.present(), current.rows()));
    Distribution distribution =
        of.detail() == Detail.FULL
            ? inFull(decisive, values, reference, counts)
                .with(Bins.of(fitted.binning(), reference, counts))
            : decisive;
    long before = reference.missing();
    Significance significance =
        Significance.of(
            effect,
            pValue(decisive.ks(), effect, bins.present()),
            MissingRate.test(before, rows, missing, current.rows(), effects.missing()));
    var change = MissingRate.test(before, rows, missing, current.rows());
    return new FeatureMeasures(name, kind(), role, distribution, change, significance);
  }

  private Distribution.Numeric inFull(
      Distribution.Numeric decisive, double[] values, BinCounts reference, BinCounts counts) {
    SortedSample sorted = SortedSample.of(values);
    return new Distribution.Numeric(
        decisive.psi(),
        decisive.ks(),
        Wasserstein.distance(fitted, sorted),
        Wasserstein.scaled(fitted, sorted),
        Distances.jensenShannon(reference, counts),
        Distances.hellinger(reference, counts),
        MannWhitney.test(fitted, sorted),
        Optional.empty());
  }

  private Statistic<KsTest> ks(double[] values, long present, int currentRows) {
    boolean noValue = fitted.present() == 0 || present == 0;
    return noValue && rows > 0 && currentRows > 0
        ? Statistic.undefined(Statistic.Reason.ALL_MISSING)
        : KolmogorovSmirnov.test(fitted, values);
  }

  private Optional<Double> pValue(Statistic<KsTest> test, double effect, long present) {
    return test.asOptional()
        .map(ks -> effect == 1 ? ks : ks.withRows(fitted.present() / effect, present / effect))
        .map(KsTest::pValue);
  }
}
