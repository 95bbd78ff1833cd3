package dev.retrain.drift.data;

import java.util.Locale;

/**
 * What a column is for.
 *
 * <p>A column has exactly one of the first five roles, {@link #FEATURE} unless told otherwise.
 * {@link #SENSITIVE} is a mark beside that role: a sensitive column shows no values, extremes,
 * categories or examples in any profile, report, log or error.
 */
public enum ColumnRole {
  /** An input of the model. */
  FEATURE,
  /** The model's output. */
  PREDICTION,
  /** The label the model is trained on. */
  TARGET,
  /** Identifies a row; never tested for drift. */
  ID,
  /** When the row happened; never tested for drift. */
  TIME,
  /** A mark beside the role: nothing of the column's content is shown anywhere. */
  SENSITIVE;

  /** Returns the name used in files: the constant's name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the role of a label.
   *
   * @throws IllegalArgumentException if no role has this label
   */
  public static ColumnRole ofLabel(String label) {
    for (ColumnRole role : values()) {
      if (role.label().equals(label)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "no column role '" + label + "'; known: feature, prediction, target, id, time, sensitive");
  }
}
