package dev.retrain.drift.stat;

import java.util.function.IntPredicate;

/** Binary searches that treat both zeros as one number, unlike {@code Arrays.binarySearch}. */
final class BinarySearch {

  private BinarySearch() {}

  /** Returns how many values of an ascending array are at or below {@code value}. */
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

  /** The first index from {@code from} on whose value is above {@code value}; near ones soonest. */
  static int firstAbove(double[] sorted, int from, double value) {
    return first(from, sorted.length, i -> sorted[i] > value);
  }

  /**
   * Returns the first index from {@code from} on for which a property holds that holds for all
   * greater ones too; {@code to} where there is none.
   */
  static int first(int from, int to, IntPredicate holds) {
    int low = from;
    int step = 1;
    int high = from;
    while (high < to && !holds.test(high)) {
      low = high + 1;
      high = step > to - high ? to : high + step;
      step <<= 1;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (holds.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
