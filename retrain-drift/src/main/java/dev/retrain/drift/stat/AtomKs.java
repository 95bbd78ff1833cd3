package dev.retrain.drift.stat;

import java.util.Optional;

/**
 * Finds max |i m - j n| where the reference has few distinct values: both samples are counts per
 * value, and nothing is sorted but the few current values the reference never had.
 */
final class AtomKs implements KsSearch {

  /** One stranger in so many values, and searching buckets is faster. */
  private static final int OTHERS = 64;

  private final int[] upTo;
  private final DistinctValues.ValueCounts current;
  private final long n;
  private final long m;

  private AtomKs(int[] upTo, DistinctValues.ValueCounts current, long n) {
    this.upTo = upTo;
    this.current = current;
    this.n = n;
    this.m = current.numbers();
  }

  /** Counts the current sample, where it mostly has the reference's values. */
  static Optional<KsSearch> of(FittedNumeric reference, double[] current) {
    return reference.atoms().flatMap(atoms -> of(reference.present(), atoms, current));
  }

  private static Optional<KsSearch> of(long n, Atoms atoms, double[] current) {
    return atoms
        .values()
        .count(current, current.length / OTHERS)
        .map(counted -> new AtomKs(atoms.upTo(), counted, n));
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
    long i = 0;
    long j = 0;
    int next = 0;
    for (int place = 0; place < values.length; place++) {
      while (next < others.length && others[next] < values[place]) {
        next++;
        j++;
      }
      best = Math.max(best, Math.abs(i * m - j * n));
      i = upTo[place];
      j += current.counts()[place];
      best = Math.max(best, Math.abs(i * m - j * n));
    }
    return best;
  }
}
