package dev.retrain.drift.stat;

/** Binary searches that treat both zeros as one number, unlike {@code Arrays.binarySearch}. */
final class Search {

  private Search() {}

  /** How many values of an ascending array are at or below {@code value}. */
  static int firstAbove(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
