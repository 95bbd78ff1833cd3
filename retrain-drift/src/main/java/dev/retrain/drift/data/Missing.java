package dev.retrain.drift.data;

import java.util.BitSet;

/**
 * The missing cells of a column, one bit per row; immutable.
 *
 * <p>Kept apart from the values so that NaN and missing differ.
 */
public final class Missing {
  /** No cell is missing. */
  public static final Missing NONE = new Missing(new BitSet(0));

  private final BitSet bits;
  private final int count;

  private Missing(BitSet bits) {
    this.bits = bits;
    this.count = bits.cardinality();
  }

  /** Returns the missing cells whose rows are set in {@code rows}, which is copied. */
  public static Missing of(BitSet rows) {
    return rows.isEmpty() ? NONE : new Missing((BitSet) rows.clone());
  }

  /** Returns how many cells are missing. */
  public int count() {
    return count;
  }

  /** Returns whether the cell of this row is missing. */
  public boolean at(int row) {
    return count != 0 && bits.get(row);
  }

  /** Returns the last missing row plus one, or zero when nothing is missing. */
  int length() {
    return bits.length();
  }

  /** Returns a copy of the missing rows as a bit set. */
  public BitSet rows() {
    return (BitSet) bits.clone();
  }

  Missing select(int[] rows) {
    if (count == 0) {
      return NONE;
    }
    BitSet selected = new BitSet(rows.length);
    for (int i = 0; i < rows.length; i++) {
      if (bits.get(rows[i])) {
        selected.set(i);
      }
    }
    return of(selected);
  }

  Missing slice(int from, int to) {
    return count == 0 ? NONE : of(bits.get(from, to));
  }

  Missing append(int rowsBefore, Missing after) {
    if (after.count == 0) {
      return this;
    }
    BitSet all = (BitSet) bits.clone();
    after.bits.stream().forEach(row -> all.set(rowsBefore + row));
    return of(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Missing that && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return count + " missing";
  }
}
