package dev.retrain.drift.profile;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.TimestampColumn;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Recognises columns with another value in nearly every row, such as keys and free texts: no later
 * sample repeats their values, drift or not. A column and its profile give the same answer.
 *
 * <p>Categories are nearly unique where more than 80 % of the rows that have one differ. Numbers
 * are where they also are whole and hardly leave out any between their smallest and greatest, as
 * counted keys do; other numbers may all differ and still be compared.
 */
public final class RowKeys {
  private static final int LEAST_ROWS = 50;
  private static final double CATEGORIES = 0.8;
  private static final double NUMBERS = 0.95;

  private RowKeys() {}

  /** Returns whether a column has another value in nearly every row. */
  public static boolean isNearlyUnique(Column column) {
    return column.rows() >= LEAST_ROWS
        && column.<Boolean>accept(
            new Column.Visitor<>() {
              @Override
              public Boolean numeric(NumericColumn numbers) {
                double[] values = numbers.present();
                return areWhole(Arrays.stream(values))
                    && isDense(values.length, min(values), max(values))
                    && Distinct.estimate(numbers) >= NUMBERS * values.length;
              }

              @Override
              public Boolean categorical(CategoricalColumn categories) {
                long distinct =
                    Arrays.stream(categories.counts()).filter(count -> count > 0).count();
                return distinct > CATEGORIES * categories.presentCount();
              }

              @Override
              public Boolean bool(BooleanColumn flags) {
                return false;
              }

              @Override
              public Boolean timestamp(TimestampColumn times) {
                return false;
              }
            });
  }

  /** Returns whether the column of a profile has another value in nearly every row. */
  public static boolean isNearlyUnique(ColumnProfile profile) {
    if (profile.rows() < LEAST_ROWS) {
      return false;
    }
    if (profile instanceof NumericProfile numbers && numbers.finite() > 0) {
      return areWhole(Arrays.stream(numbers.quantiles().values()))
          && isDense(numbers.present(), numbers.min().getAsDouble(), numbers.max().getAsDouble())
          && numbers.distinct() >= NUMBERS * numbers.present();
    }
    return profile instanceof CategoricalProfile categories
        && categories.distinct() > CATEGORIES * categories.present();
  }

  private static boolean areWhole(DoubleStream values) {
    return values.allMatch(value -> value == Math.rint(value) && Double.isFinite(value));
  }

  private static boolean isDense(long rows, double min, double max) {
    return rows >= LEAST_ROWS && max - min < 1.05 * rows;
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }
}
