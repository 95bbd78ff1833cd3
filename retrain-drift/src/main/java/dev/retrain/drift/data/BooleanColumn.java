package dev.retrain.drift.data;

import java.util.Arrays;
import java.util.BitSet;

/** A column of true and false. */
public final class BooleanColumn implements Column {
  private final boolean[] values;
  private final Missing missing;

  private BooleanColumn(boolean[] values, Missing missing) {
    ColumnChecks.missingFits(missing, values.length);
    this.values = values;
    this.missing = missing;
  }

  /** Returns a column of these values, none missing; the array is shared, not copied. */
  public static BooleanColumn of(boolean... values) {
    return new BooleanColumn(values, Missing.NONE);
  }

  /** Returns a column of these values; what the array holds at a missing row is ignored. */
  public static BooleanColumn of(boolean[] values, Missing missing) {
    return new BooleanColumn(values, missing);
  }

  /** Returns a column in which every {@code null} is missing. */
  public static BooleanColumn ofNullable(Iterable<Boolean> values) {
    boolean[] present = new boolean[16];
    BitSet absent = new BitSet();
    int rows = 0;
    for (Boolean value : values) {
      present = rows == present.length ? Arrays.copyOf(present, 2 * rows) : present;
      absent.set(rows, value == null);
      present[rows++] = Boolean.TRUE.equals(value);
    }
    return new BooleanColumn(Arrays.copyOf(present, rows), Missing.of(absent));
  }

  /** Returns the value of a row; meaningless where the cell is missing. */
  public boolean value(int row) {
    return values[row];
  }

  /** Returns one value per row without copying; what stands at a missing row is meaningless. */
  public boolean[] array() {
    return values;
  }

  /** Returns how many rows are true. */
  public int trueCount() {
    int count = 0;
    for (int row = 0; row < values.length; row++) {
      count += values[row] && !missing.at(row) ? 1 : 0;
    }
    return count;
  }

  /** Returns the same cells as a categorical column of {@code false} and {@code true}. */
  public CategoricalColumn asCategorical() {
    int[] codes = new int[values.length];
    for (int row = 0; row < values.length; row++) {
      codes[row] = missing.at(row) ? CategoricalColumn.MISSING : values[row] ? 1 : 0;
    }
    return CategoricalColumn.of(codes, java.util.List.of("false", "true"));
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.BOOLEAN;
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
    return missing.at(row) ? "" : Boolean.toString(values[row]);
  }

  @Override
  public BooleanColumn select(int[] rows) {
    boolean[] selected = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return new BooleanColumn(selected, missing.select(rows));
  }

  @Override
  public BooleanColumn slice(int from, int to) {
    return new BooleanColumn(Arrays.copyOfRange(values, from, to), missing.slice(from, to));
  }

  @Override
  public BooleanColumn append(Column other) {
    BooleanColumn after = ColumnChecks.sameKind(BooleanColumn.class, this, other);
    boolean[] all = Arrays.copyOf(values, values.length + after.values.length);
    System.arraycopy(after.values, 0, all, values.length, after.values.length);
    return new BooleanColumn(all, missing.append(values.length, after.missing));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.bool(this);
  }
}
