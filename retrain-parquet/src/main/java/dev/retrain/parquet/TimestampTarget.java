package dev.retrain.parquet;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.TimestampColumn;
import java.util.BitSet;
import java.util.function.ToLongFunction;
import org.apache.parquet.column.values.ValuesReader;

/** Dates and instants, as microseconds since the epoch. */
final class TimestampTarget extends ColumnTarget {
  private final long[] values;
  private final ToLongFunction<ValuesReader> micros;

  TimestampTarget(int rows, ToLongFunction<ValuesReader> micros) {
    this.values = new long[rows];
    this.micros = micros;
  }

  @Override
  Pages.Sink sink(Pages pages, BitSet missing) {
    return new Pages.Sink() {
      @Override
      public void value(int row, ValuesReader reader, boolean fromDictionary) {
        values[row] = micros.applyAsLong(reader);
      }

      @Override
      public void missing(int row) {
        missing.set(row);
      }
    };
  }

  @Override
  Column column() {
    return TimestampColumn.ofEpochMicros(values, missing());
  }
}
