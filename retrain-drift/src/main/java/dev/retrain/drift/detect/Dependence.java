package dev.retrain.drift.detect;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;

/**
 * The design effects of one column: of its values, and of where they are missing.
 *
 * @param values at least 1
 * @param missing at least 1
 */
record Dependence(double values, double missing) {

  /** Independent rows. */
  static final Dependence NONE = new Dependence(1, 1);

  static Dependence of(CategoricalColumn column, RowOrder order) {
    return of(order.designEffect(column.codes()), column, order);
  }

  static Dependence of(double values, Column column, RowOrder order) {
    return new Dependence(values, order.missingDesignEffect(column));
  }

  /** Returns the stronger dependence of two samples that are compared with each other. */
  Dependence max(Dependence other) {
    return new Dependence(Math.max(values, other.values), Math.max(missing, other.missing));
  }
}
