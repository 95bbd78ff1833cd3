package dev.retrain.drift.data;

import java.util.Locale;

/** What the values of a column are. */
public enum ColumnKind {
  /** 64-bit floating point values; NaN and infinities are values, missing is not. */
  NUMERIC,
  /** Strings out of a dictionary. */
  CATEGORICAL,
  /** True or false. */
  BOOLEAN,
  /** Instants of microsecond resolution. */
  TIMESTAMP;

  /**
   * Returns whether a cell that is not missing can be read as this kind; every cell as categorical.
   */
  public boolean fits(String cell) {
    char[] text = cell.toCharArray();
    return CellReader.of(this, MissingTokens.ANYWHERE).add(text, 0, text.length, true);
  }

  /** Returns the name used in files: the constant's name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the kind of a label.
   *
   * @throws IllegalArgumentException if no kind has this label
   */
  public static ColumnKind ofLabel(String label) {
    for (ColumnKind kind : values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "no column kind '" + label + "'; known: numeric, categorical, boolean, timestamp");
  }
}
