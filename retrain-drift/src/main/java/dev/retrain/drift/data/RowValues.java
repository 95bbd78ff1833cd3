package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the values of one column, row by row, into a column. */
final class RowValues {
  private RowValues() {}

  static Column column(String name, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    ColumnKind kind = null;
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      Object value = rows.get(row).get(name);
      values.add(value);
      if (value != null) {
        ColumnKind found = kindOf(value, name, row);
        if (kind != null && found != kind) {
          throw new DataProblem(
              "row %d, column '%s': a %s value in a %s column"
                  .formatted(row, name, found.label(), kind.label()));
        }
        kind = found;
      }
    }
    return column(kind == null ? ColumnKind.CATEGORICAL : kind, values);
  }

  private static ColumnKind kindOf(Object value, String name, int row) {
    if (value instanceof Number) {
      return ColumnKind.NUMERIC;
    } else if (value instanceof CharSequence) {
      return ColumnKind.CATEGORICAL;
    } else if (value instanceof Boolean) {
      return ColumnKind.BOOLEAN;
    } else if (value instanceof Instant) {
      return ColumnKind.TIMESTAMP;
    }
    throw new DataProblem(
        "row %d, column '%s': a %s is neither Number, Boolean, Instant nor CharSequence"
            .formatted(row, name, value.getClass().getName()));
  }

  private static Column column(ColumnKind kind, List<@Nullable Object> values) {
    return switch (kind) {
      case NUMERIC -> {
        double[] numbers = new double[values.size()];
        for (int row = 0; row < numbers.length; row++) {
          numbers[row] = values.get(row) instanceof Number number ? number.doubleValue() : 0;
        }
        yield NumericColumn.of(numbers, missing(values));
      }
      case BOOLEAN -> {
        boolean[] flags = new boolean[values.size()];
        for (int row = 0; row < flags.length; row++) {
          flags[row] = Boolean.TRUE.equals(values.get(row));
        }
        yield BooleanColumn.of(flags, missing(values));
      }
      case TIMESTAMP -> {
        List<@Nullable Instant> instants = new ArrayList<>(values.size());
        values.forEach(value -> instants.add((Instant) value));
        yield TimestampColumn.ofNullable(instants);
      }
      case CATEGORICAL -> {
        List<@Nullable String> texts = new ArrayList<>(values.size());
        values.forEach(value -> texts.add(value == null ? null : value.toString()));
        yield CategoricalColumn.ofNullable(texts);
      }
    };
  }

  private static Missing missing(List<@Nullable Object> values) {
    java.util.BitSet absent = new java.util.BitSet();
    for (int row = 0; row < values.size(); row++) {
      absent.set(row, values.get(row) == null);
    }
    return Missing.of(absent);
  }
}
