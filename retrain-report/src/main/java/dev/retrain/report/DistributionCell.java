package dev.retrain.report;

/**
 * Part of a column's values with the rows that fell into it.
 *
 * @param label such as {@code 3 to 5}, or a category
 * @param reference rows of the reference
 * @param current rows of the current data
 */
record DistributionCell(String label, long reference, long current) {

  DistributionCell plus(DistributionCell other) {
    return new DistributionCell(label, reference + other.reference, current + other.current);
  }
}
