package dev.retrain.parquet;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a column into the kind asked for, where the values allow it. */
final class Conversion {
  private Conversion() {}

  static Column convert(Path file, String name, Column column, ReadOptions options) {
    ColumnKind wanted = options.kinds().get(name);
    if (wanted == null || wanted == column.kind()) {
      return column;
    }
    if (wanted == ColumnKind.CATEGORICAL) {
      return texts(column);
    }
    if (wanted == ColumnKind.BOOLEAN && column instanceof NumericColumn numbers) {
      BooleanColumn flags = flags(numbers);
      if (flags != null) {
        return flags;
      }
    }
    if (options.strict()) {
      throw new DataProblem(
          "file '%s', column '%s' is %s, not %s"
              .formatted(file, name, column.kind().label(), wanted.label()));
    }
    return column;
  }

  private static Column texts(Column column) {
    List<@Nullable String> texts = new ArrayList<>(column.rows());
    for (int row = 0; row < column.rows(); row++) {
      texts.add(column.isMissing(row) ? null : column.text(row));
    }
    return CategoricalColumn.ofNullable(texts);
  }

  private static @Nullable BooleanColumn flags(NumericColumn numbers) {
    boolean[] flags = new boolean[numbers.rows()];
    for (int row = 0; row < flags.length; row++) {
      double value = numbers.value(row);
      if (!numbers.isMissing(row) && value != 0 && value != 1) {
        return null;
      }
      flags[row] = value == 1;
    }
    return BooleanColumn.of(flags, numbers.missing());
  }
}
