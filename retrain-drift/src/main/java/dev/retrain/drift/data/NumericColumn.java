package dev.retrain.drift.data;

import java.util.Arrays;
import java.util.BitSet;

/** A column of doubles; NaN, infinities and negative zero are values and differ from missing. */
public final class NumericColumn implements Column {
  private final double[] values;
  private final Missing missing;

  private NumericColumn(double[] values, Missing missing) {
    ColumnChecks.missingFits(missing, values.length);
    this.values = values;
    this.missing = missing;
  }

  /** Returns a column of these values, none missing; the array is shared, not copied. */
  public static NumericColumn of(double... values) {
    return new NumericColumn(values, Missing.NONE);
  }

  /**
   * Returns a column of these values; what the array holds at a missing row is ignored.
   *
   * @param values one value per row; shared, not copied
   * @param missing the missing rows
   */
  public static NumericColumn of(double[] values, Missing missing) {
    return new NumericColumn(values, missing);
  }

  /** Returns a column in which every {@code null} is missing. */
  public static NumericColumn ofNullable(Iterable<? extends Number> values) {
    double[] present = new double[16];
    BitSet absent = new BitSet();
    int rows = 0;
    for (Number value : values) {
      present = rows == present.length ? Arrays.copyOf(present, 2 * rows) : present;
      if (value == null) {
        absent.set(rows++);
      } else {
        present[rows++] = value.doubleValue();
      }
    }
    return new NumericColumn(Arrays.copyOf(present, rows), Missing.of(absent));
  }

  /** Returns the value of a row; meaningless where the cell is missing. */
  public double value(int row) {
    return values[row];
  }

  /** Returns one value per row without copying; what stands at a missing row is meaningless. */
  public double[] array() {
    return values;
  }

  /**
   * Returns the values that are not missing, in row order, NaN among them. Nothing is copied when
   * no cell is missing, so the array must not be changed.
   */
  public double[] present() {
    if (missing.count() == 0) {
      return values;
    }
    double[] present = new double[presentCount()];
    BitSet absent = missing.rows();
    int filled = 0;
    for (int from = absent.nextClearBit(0); from < values.length; ) {
      int end = absent.nextSetBit(from);
      int to = end < 0 ? values.length : end;
      System.arraycopy(values, from, present, filled, to - from);
      filled += to - from;
      from = absent.nextClearBit(to);
    }
    return present;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public int rows() {
    return values.length;
  }

  @Override
  public Missing missing() {
    return missing;
  }

  @Override
  public String text(int row) {
    if (missing.at(row)) {
      return "";
    }
    double value = values[row];
    long whole = (long) value;
    boolean integer = whole == value && Math.abs(value) < 1e15 && (whole != 0 || 1 / value > 0);
    return integer ? Long.toString(whole) : Double.toString(value);
  }

  @Override
  public NumericColumn select(int[] rows) {
    double[] selected = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return new NumericColumn(selected, missing.select(rows));
  }

  @Override
  public NumericColumn slice(int from, int to) {
    return new NumericColumn(Arrays.copyOfRange(values, from, to), missing.slice(from, to));
  }

  @Override
  public NumericColumn append(Column other) {
    NumericColumn after = ColumnChecks.sameKind(NumericColumn.class, this, other);
    double[] all = Arrays.copyOf(values, values.length + after.values.length);
    System.arraycopy(after.values, 0, all, values.length, after.values.length);
    return new NumericColumn(all, missing.append(values.length, after.missing));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.numeric(this);
  }
}
