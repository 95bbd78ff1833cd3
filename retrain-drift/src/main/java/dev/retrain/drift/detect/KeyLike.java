package dev.retrain.drift.detect;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.NumericColumn;
import java.util.BitSet;

/**
 * Tells columns that look like keys of rows: tested as features they always drift. A typical
 * feature is seen not to be one after a few rows.
 */
final class KeyLike {

  /** Fewer rows may rise or differ by chance. */
  private static final int LEAST_ROWS = 50;

  private KeyLike() {}

  /** Whole numbers that rise from row to row, or categories none of which comes twice. */
  static boolean test(Column column) {
    if (column.rows() < LEAST_ROWS) {
      return false;
    }
    if (column instanceof NumericColumn numbers) {
      return rises(numbers);
    }
    return column instanceof CategoricalColumn categories && allDiffer(categories);
  }

  private static boolean rises(NumericColumn numbers) {
    double last = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < numbers.rows(); row++) {
      double value = numbers.value(row);
      if (!(value > last) || value != Math.rint(value)) { // NaN and missing values too
        return false;
      }
      last = value;
    }
    return true;
  }

  private static boolean allDiffer(CategoricalColumn categories) {
    BitSet seen = new BitSet();
    for (int code : categories.codes()) {
      if (code == CategoricalColumn.MISSING || seen.get(code)) {
        return false;
      }
      seen.set(code);
    }
    return true;
  }
}
