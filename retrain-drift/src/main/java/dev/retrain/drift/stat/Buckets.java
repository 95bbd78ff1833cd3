package dev.retrain.drift.stat;

/** A sorted reference cut into ordered buckets, and the means to count a sample into them. */
final class Buckets {

  private static final int MOST = 1 << 15;
  private static final double CROWDED = 24;

  private final double[] sorted;
  private final Locator locator;
  private final int[] start;
  private final long[] atoms;

  private Buckets(double[] sorted, Locator locator, int[] start) {
    this.sorted = sorted;
    this.locator = locator;
    this.start = start;
    this.atoms = mostlyAtoms();
  }

  /** Cuts a sorted, non-empty reference into about 16 sqrt(n) buckets. */
  static Buckets of(double[] sorted) {
    int wanted = (int) Math.min(MOST, Math.max(16, 16 * Math.sqrt(sorted.length)));
    Buckets grid = cut(sorted, GridLocator.over(sorted, wanted));
    return grid.crowding() <= CROWDED ? grid : cut(sorted, SearchLocator.over(sorted, wanted));
  }

  private static Buckets cut(double[] sorted, Locator locator) {
    int[] start = new int[locator.buckets() + 1];
    int[] bucketOf = new int[Locator.BLOCK];
    for (int from = 0; from < sorted.length; from += Locator.BLOCK) {
      int to = Math.min(sorted.length, from + Locator.BLOCK);
      locator.locate(sorted, from, to, bucketOf);
      for (int i = 0; i < to - from; i++) {
        start[bucketOf[i] + 1]++;
      }
    }
    for (int i = 1; i < start.length; i++) {
      start[i] += start[i - 1];
    }
    return new Buckets(sorted, locator, start);
  }

  /** The reference, ascending. */
  double[] sorted() {
    return sorted;
  }

  /** Puts a value into its bucket. */
  Locator locator() {
    return locator;
  }

  /** Where each bucket begins in the reference; one more entry marks the end. */
  int[] start() {
    return start;
  }

  int count() {
    return start.length - 1;
  }

  /** Whether the reference holds exactly one distinct value in this bucket. */
  boolean isAtom(int bucket) {
    int from = start[bucket];
    int to = start[bucket + 1];
    return from < to && sorted[from] == sorted[to - 1];
  }

  /**
   * How many times fuller the bucket of a random reference value is than an average one, atoms left
   * out since they never need sorting.
   */
  private double crowding() {
    double squares = 0;
    for (int i = 0; i < count(); i++) {
      double share = (double) (start[i + 1] - start[i]) / sorted.length;
      squares += isAtom(i) ? 0 : share * share;
    }
    return squares * count();
  }

  /** Counts a sample into the buckets. */
  BucketCounts count(double[] sample) {
    BucketCounts counts = new BucketCounts(count(), atoms.length > 0);
    int[] bucketOf = new int[Locator.BLOCK];
    for (int from = 0; from < sample.length; from += Locator.BLOCK) {
      int to = Math.min(sample.length, from + Locator.BLOCK);
      locator.locate(sample, from, to, bucketOf);
      if (atoms.length == 0) {
        counts.add(bucketOf, to - from);
      } else {
        counts.add(bucketOf, sample, from, to, atoms);
      }
    }
    return counts;
  }

  /** The sortable bits of each atom, where atoms hold most of the reference. */
  private long[] mostlyAtoms() {
    long inAtoms = 0;
    long[] keys = new long[count() + 1];
    for (int i = 0; i < count(); i++) {
      if (isAtom(i)) {
        inAtoms += start[i + 1] - start[i];
        keys[i] = SortableBits.of(sorted[start[i]]);
      }
    }
    return 2 * inAtoms > sorted.length && start.length < sorted.length / 4 ? keys : new long[0];
  }
}
