package dev.retrain.drift.detect;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.stat.MissingRate;
import java.util.Optional;

/**
 * A column of times. Later data lies later, so its values are not compared; how many of them are
 * missing is.
 *
 * @param rows rows of the reference
 * @param missing rows of the reference without a value
 * @param designEffect dependence between the rows without a value
 */
record TimestampReference(long rows, long missing, double designEffect) implements ColumnReference {

  @Override
  public ColumnKind kind() {
    return ColumnKind.TIMESTAMP;
  }

  @Override
  public FeatureMeasures measure(String name, ColumnRole role, Current of) {
    Column current = of.column();
    double effect = Math.max(designEffect, of.order().missingDesignEffect(current));
    return new FeatureMeasures(
        name,
        kind(),
        role,
        new Distribution.NotCompared(),
        MissingRate.test(missing, rows, current.missingCount(), current.rows()),
        Significance.of(
            1,
            Optional.empty(),
            MissingRate.test(missing, rows, current.missingCount(), current.rows(), effect)));
  }
}
