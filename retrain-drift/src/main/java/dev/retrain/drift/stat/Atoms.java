package dev.retrain.drift.stat;

import java.util.Optional;

/** A sorted sample of few distinct values. */
final class Atoms {

  /** In smaller samples buckets are as fast. */
  private static final int FEWEST_ROWS = 2048;

  private final DistinctValues values;
  private final int[] upTo;

  private Atoms(DistinctValues values, int[] upTo) {
    this.values = values;
    this.upTo = upTo;
  }

  static Optional<Atoms> of(double[] sorted) {
    return sorted.length < FEWEST_ROWS
        ? Optional.empty()
        : DistinctValues.ofSorted(sorted).map(values -> new Atoms(values, upTo(sorted, values)));
  }

  private static int[] upTo(double[] sorted, DistinctValues values) {
    int[] upTo = new int[values.values().length];
    int from = 0;
    for (int i = 0; i < upTo.length; i++) {
      from = BinarySearch.firstAbove(sorted, from, values.values()[i]);
      upTo[i] = from;
    }
    return upTo;
  }

  /** Returns the distinct values. */
  DistinctValues values() {
    return values;
  }

  /** Returns how many of the sample are at or below each. */
  int[] upTo() {
    return upTo;
  }
}
