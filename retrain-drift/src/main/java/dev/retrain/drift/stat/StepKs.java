package dev.retrain.drift.stat;

import java.util.Optional;

/**
 * Finds max |i m - j n| where the current sample has few distinct values: its distribution function
 * is flat between them, so the difference is greatest right before or at one of them.
 */
final class StepKs implements KsSearch {

  private static final int LOOKED_AT = 64;
  private static final int MOST = 16;

  /** One other value in so many, and searching buckets is faster. */
  private static final int OTHERS = 64;

  private final double[] reference;
  private final DistinctValues.ValueCounts current;
  private final long m;

  private StepKs(double[] reference, DistinctValues.ValueCounts current) {
    this.reference = reference;
    this.current = current;
    this.m = current.numbers();
  }

  /** Counts the current sample, where a look at some of it finds few distinct values. */
  static Optional<KsSearch> of(FittedNumeric reference, double[] current) {
    return DistinctValues.among(current, LOOKED_AT, MOST)
        .flatMap(few -> few.count(current, current.length / OTHERS))
        .map(counted -> new StepKs(reference.sorted(), counted));
  }

  @Override
  public long present() {
    return m;
  }

  @Override
  public long numerator() {
    double[] values = current.values();
    double[] others = current.others();
    long best = 0;
    long seen = 0;
    int next = 0;
    int found = 0;
    for (int place = 0; place <= values.length; place++) {
      while (next < others.length && (place == values.length || others[next] < values[place])) {
        found = BinarySearch.firstAbove(reference, found, others[next]);
        best = Math.max(best, around(others[next], found, seen, 1));
        seen++;
        next++;
      }
      if (place < values.length) {
        found = BinarySearch.firstAbove(reference, found, values[place]);
        best = Math.max(best, around(values[place], found, seen, current.counts()[place]));
        seen += current.counts()[place];
      }
    }
    return best;
  }

  /** Returns the greater of the differences right before and at a value. */
  private long around(double value, int upTo, long seen, long here) {
    long n = reference.length;
    long below = BinarySearch.first(0, upTo, i -> reference[i] >= value);
    return Math.max(Math.abs(below * m - seen * n), Math.abs(upTo * m - (seen + here) * n));
  }
}
