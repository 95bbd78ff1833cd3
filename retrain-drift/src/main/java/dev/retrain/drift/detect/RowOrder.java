package dev.retrain.drift.detect;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.TimestampColumn;
import dev.retrain.drift.stat.FittedNumeric;
import dev.retrain.drift.stat.SerialDependence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What the order of a data set's rows is known to be. In a file sorted by one of its columns, rows
 * resemble their neighbours in every column that depends on it, which says nothing about how the
 * rows came about.
 */
enum RowOrder {
  /** As the rows were recorded: neighbours that resemble each other depend on each other. */
  RECORDED,
  /** Sorted or grouped by a tested column. */
  SORTED;

  /**
   * Finds the order of a data set. Rows in the order of a time are as recorded, whatever else rises
   * with it; so are those with a rising key.
   */
  static RowOrder of(Dataset rows) {
    boolean byTime =
        rows.names().stream()
            .filter(name -> isTime(rows, name))
            .anyMatch(name -> rises(rows.column(name)));
    return !byTime && rows.names().stream().anyMatch(name -> isSortKey(rows, name))
        ? SORTED
        : RECORDED;
  }

  private static boolean isTime(Dataset rows, String name) {
    return rows.role(name) == ColumnRole.TIME || rows.column(name) instanceof TimestampColumn;
  }

  private static boolean rises(Column column) {
    if (column instanceof TimestampColumn times) {
      long[] micros = times.epochMicros();
      return IntStream.range(1, micros.length)
          .allMatch(row -> times.isMissing(row) || micros[row] >= micros[row - 1]);
    }
    return column instanceof NumericColumn numbers && SerialDependence.isSorted(numbers.present());
  }

  private static boolean isSortKey(Dataset rows, String name) {
    Column column = rows.column(name);
    if (!DriftDetector.isTested(rows.role(name), column.kind()) || KeyLike.test(column)) {
      return false;
    }
    if (column instanceof NumericColumn numbers) {
      return SerialDependence.isSortKey(numbers.present());
    }
    CategoricalColumn categories =
        column instanceof BooleanColumn bool ? bool.asCategorical() : (CategoricalColumn) column;
    return SerialDependence.comesInRuns(categories.codes())
        && SerialDependence.isSortKey(byName(categories));
  }

  /** The codes a column would have if its dictionary were sorted. */
  private static int[] byName(CategoricalColumn column) {
    Integer[] order = new Integer[column.dictionary().size()];
    Arrays.setAll(order, code -> code);
    Arrays.sort(order, Comparator.comparing(code -> column.dictionary().get(code)));
    int[] place = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
    }
    return Arrays.stream(column.codes()).map(code -> code < 0 ? code : place[code]).toArray();
  }

  /** Returns the design effect of numbers in this order, by their ranks in a reference. */
  double designEffect(FittedNumeric reference, double... values) {
    return this == SORTED
        ? SerialDependence.sortedDesignEffect(reference, values)
        : SerialDependence.designEffect(reference, values);
  }

  /** Returns the design effect of numbers in this order, by their ranks among themselves. */
  double designEffect(double... values) {
    return this == SORTED
        ? SerialDependence.sortedDesignEffect(values)
        : SerialDependence.designEffect(values);
  }

  /** Returns the design effect of categories in this order. */
  double designEffect(int... codes) {
    return this == SORTED
        ? SerialDependence.sortedDesignEffect(codes)
        : SerialDependence.designEffect(codes);
  }

  /**
   * Returns the design effect of where values are missing, which may differ from that of the
   * values: 1 where none or all are.
   */
  double missingDesignEffect(Column column) {
    boolean nan =
        column instanceof NumericColumn numbers
            && Arrays.stream(numbers.array()).anyMatch(Double::isNaN);
    if (column.missingCount() == 0 && !nan) {
      return 1;
    }
    int[] absent = new int[column.rows()];
    for (int row = 0; row < absent.length; row++) {
      boolean isNan =
          nan && column instanceof NumericColumn numbers && Double.isNaN(numbers.value(row));
      absent[row] = isNan || column.isMissing(row) ? 1 : 0;
    }
    return designEffect(absent);
  }
}
