package dev.retrain.drift.detect;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.stat.MissingRate;
import java.util.Optional;

/**
 * A sensitive column of which only counts were kept.
 *
 * @param kind what the values are
 * @param rows rows of the reference
 * @param missing rows of the reference without a value
 */
record WithheldReference(ColumnKind kind, long rows, long missing) implements ColumnReference {

  @Override
  public FeatureMeasures measure(String name, ColumnRole role, Current of) {
    Column current = of.column();
    var change = MissingRate.test(missing, rows, current.missingCount(), current.rows());
    Significance significance = Significance.of(1, Optional.empty(), change);
    return new FeatureMeasures(name, kind, role, new Distribution.Withheld(), change, significance);
  }
}
