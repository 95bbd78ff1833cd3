package dev.retrain.parquet;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.Column;
import java.util.BitSet;
import org.apache.parquet.column.values.ValuesReader;

/** True and false. */
final class BooleanTarget extends ColumnTarget {
  private final boolean[] values;

  BooleanTarget(int rows) {
    this.values = new boolean[rows];
  }

  @Override
  Pages.Sink sink(Pages pages, BitSet missing) {
    return new Pages.Sink() {
      @Override
      public void value(int row, ValuesReader reader, boolean fromDictionary) {
        values[row] = reader.readBoolean();
      }

      @Override
      public void missing(int row) {
        missing.set(row);
      }
    };
  }

  @Override
  Column column() {
    return BooleanColumn.of(values, missing());
  }
}
