package dev.retrain.parquet;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.CellText;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.KindMismatch;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns columns into the kinds asked for, where the values allow it.
 *
 * @param file where they are from
 * @param options which kinds are asked for
 * @param firstRow how many rows of the file are before those of the columns
 */
record Conversion(Path file, ReadOptions options, long firstRow) {

  Column convert(String name, Column column) {
    ColumnKind wanted = options.kinds().get(name);
    if (wanted == null || wanted == column.kind()) {
      return column;
    }
    if (wanted == ColumnKind.CATEGORICAL) {
      return texts(column);
    }
    OptionalInt misfit = OptionalInt.empty();
    if (column instanceof CategoricalColumn texts) {
      misfit = texts.firstNot(wanted);
    } else if (wanted == ColumnKind.BOOLEAN && column instanceof NumericColumn numbers) {
      misfit = firstNoFlag(numbers);
      if (misfit.isEmpty()) {
        return flags(numbers);
      }
    }
    if (options.strict()) {
      throw problem(name, column, wanted, misfit);
    }
    return column;
  }

  private KindMismatch problem(String name, Column column, ColumnKind wanted, OptionalInt misfit) {
    String found = column.kind().label();
    if (misfit.isEmpty()) {
      return new KindMismatch(
          "file '%s', column '%s' is %s, not %s".formatted(file, name, found, wanted.label()),
          name,
          false);
    }
    int row = misfit.getAsInt();
    String cell =
        options.roles().isSensitive(name)
            ? "a value (withheld, the column is sensitive)"
            : CellText.quoted(column.text(row));
    return new KindMismatch(
        "file '%s', row %d, column '%s' is %s: %s is not %s"
            .formatted(file, firstRow + row + 1, name, found, cell, wanted.label()),
        name,
        false);
  }

  private static Column texts(Column column) {
    List<@Nullable String> texts = new ArrayList<>(column.rows());
    for (int row = 0; row < column.rows(); row++) {
      texts.add(column.isMissing(row) ? null : column.text(row));
    }
    return CategoricalColumn.ofNullable(texts);
  }

  private static OptionalInt firstNoFlag(NumericColumn numbers) {
    return IntStream.range(0, numbers.rows())
        .filter(row -> !numbers.isMissing(row))
        .filter(row -> numbers.value(row) != 0 && numbers.value(row) != 1)
        .findFirst();
  }

  private static BooleanColumn flags(NumericColumn numbers) {
    boolean[] flags = new boolean[numbers.rows()];
    for (int row = 0; row < flags.length; row++) {
      flags[row] = numbers.value(row) == 1;
    }
    return BooleanColumn.of(flags, numbers.missing());
  }
}
