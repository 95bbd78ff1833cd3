package dev.retrain.parquet;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.NumericColumn;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.function.ToDoubleFunction;
import org.apache.parquet.column.values.ValuesReader;

/** Numbers of any physical type, as doubles. */
final class NumericTarget extends ColumnTarget {
  private final double[] values;
  private final ToDoubleFunction<ValuesReader> number;

  NumericTarget(int rows, ToDoubleFunction<ValuesReader> number) {
    this.values = new double[rows];
    this.number = number;
  }

  @Override
  Pages.Sink sink(Pages pages, BitSet missing) {
    return new Pages.Sink() {
      @Override
      public boolean doubles(int row, ByteBuffer littleEndian, int count) {
        littleEndian.asDoubleBuffer().get(values, row, count);
        return true;
      }

      @Override
      public void value(int row, ValuesReader reader, boolean fromDictionary) {
        values[row] = number.applyAsDouble(reader);
      }

      @Override
      public void missing(int row) {
        missing.set(row);
      }
    };
  }

  @Override
  Column column() {
    return NumericColumn.of(values, missing());
  }
}
