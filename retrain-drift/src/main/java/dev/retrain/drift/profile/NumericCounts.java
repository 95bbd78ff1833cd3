package dev.retrain.drift.profile;

/**
 * How many cells of a numeric column are special.
 *
 * @param rows all rows, missing ones included
 * @param missing cells without a value
 * @param nan values that are NaN
 * @param positiveInfinities values that are +infinity
 * @param negativeInfinities values that are -infinity
 * @param zeros values that are zero, of either sign
 */
public record NumericCounts(
    long rows,
    long missing,
    long nan,
    long positiveInfinities,
    long negativeInfinities,
    long zeros) {
  static final NumericCounts NONE = new NumericCounts(0, 0, 0, 0, 0, 0);

  NumericCounts plus(NumericCounts other) {
    return new NumericCounts(
        rows + other.rows,
        missing + other.missing,
        nan + other.nan,
        positiveInfinities + other.positiveInfinities,
        negativeInfinities + other.negativeInfinities,
        zeros + other.zeros);
  }
}
