package dev.retrain.drift.data;

/**
 * How the cells of a column are written where there is more than one custom.
 *
 * @param decimalComma whether a comma stands before the decimals of a number
 * @param dayFirst whether the day comes before the month in a date with slashes
 */
record CellSyntax(boolean decimalComma, boolean dayFirst) {
  /** Decimals after a point, the month first. */
  static final CellSyntax STANDARD = new CellSyntax(false, false);
}
