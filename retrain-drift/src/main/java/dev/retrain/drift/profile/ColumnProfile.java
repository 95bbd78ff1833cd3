package dev.retrain.drift.profile;

import dev.retrain.drift.data.ColumnKind;

/** What is kept of one column; immutable. */
public sealed interface ColumnProfile
    permits NumericProfile, CategoricalProfile, TimestampProfile, SensitiveProfile {

  /** Returns what the values are. */
  ColumnKind kind();

  /** Returns the number of rows, missing ones included. */
  long rows();

  /** Returns how many cells are missing; NaN is not missing. */
  long missing();

  /** Returns the number of rows that hold a value. */
  default long present() {
    return rows() - missing();
  }

  /** Returns the share of missing cells in 0 .. 1; zero if there are no rows. */
  default double missingRate() {
    return rows() == 0 ? 0 : (double) missing() / rows();
  }

  /**
   * Returns the profile of the rows of both.
   *
   * @throws IllegalArgumentException if the kinds differ
   */
  ColumnProfile merge(ColumnProfile other);

  /** Calls the visitor's method for this kind of profile. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method per kind of profile.
   *
   * @param <R> what a visit returns
   */
  interface Visitor<R> {
    /** Visits the profile of a numeric column. */
    R numeric(NumericProfile profile);

    /** Visits the profile of a categorical or boolean column. */
    R categorical(CategoricalProfile profile);

    /** Visits the profile of a timestamp column. */
    R timestamp(TimestampProfile profile);

    /** Visits the profile of a sensitive column. */
    R sensitive(SensitiveProfile profile);
  }
}
