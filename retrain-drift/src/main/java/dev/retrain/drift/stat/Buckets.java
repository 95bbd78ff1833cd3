package dev.retrain.drift.stat;

/** A sorted reference cut into ordered buckets, and the means to count a sample into them. */
final class Buckets {

  private static final int MOST = 1 << 15;
  private static final double CROWDED = 6;
  private static final int LOOKED_AT = 1024;

  private final double[] sorted;
  private final Locator locator;
  private final int[] start;
  private final long[] atoms;

  private Buckets(double[] sorted, Locator locator, int[] start) {
    this.sorted = sorted;
    this.locator = locator;
    this.start = start;
    this.atoms = manyAtoms();
  }

  /** Cuts a sorted, non-empty reference into about 16 sqrt(n) buckets, of a small one fewer. */
  static Buckets of(double[] sorted) {
    double most = Math.min(MOST, Math.min(16 * Math.sqrt(sorted.length), sorted.length / 25.0));
    int wanted = (int) Math.max(16, most);
    Buckets grid = cut(sorted, GridLocator.over(sorted, wanted));
    if (grid.crowding() <= CROWDED) {
      return grid;
    }
    Buckets clusters = cut(sorted, ClusterLocator.over(sorted, wanted));
    return clusters.crowding() <= CROWDED
        ? clusters
        : cut(sorted, SearchLocator.over(sorted, wanted));
  }

  private static Buckets cut(double[] sorted, Locator locator) {
    int[] start = new int[locator.buckets() + 1];
    for (int i = 1; i < start.length; i++) {
      int bucket = i;
      start[i] =
          BinarySearch.first(
              start[i - 1], sorted.length, at -> locator.locate(sorted[at]) >= bucket);
    }
    return new Buckets(sorted, locator, start);
  }

  /** Returns the reference, ascending. */
  double[] sorted() {
    return sorted;
  }

  /** Puts a value into its bucket. */
  Locator locator() {
    return locator;
  }

  /** Returns where each bucket begins in the reference; one more entry marks the end. */
  int[] start() {
    return start;
  }

  int count() {
    return start.length - 1;
  }

  /** Returns whether the reference holds exactly one distinct value in this bucket. */
  boolean isAtom(int bucket) {
    int from = start[bucket];
    int to = start[bucket + 1];
    return from < to && sorted[from] == sorted[to - 1];
  }

  /**
   * Returns how many times fuller the bucket of a random reference value is than an average one,
   * atoms left out since they never need sorting.
   */
  private double crowding() {
    double squares = 0;
    for (int i = 0; i < count(); i++) {
      double share = (double) (start[i + 1] - start[i]) / sorted.length;
      squares += isAtom(i) ? 0 : share * share;
    }
    return squares * count();
  }

  /**
   * Returns whether most neighbouring reference values that differ have different ranks, looked at
   * in some places.
   */
  boolean ranksTellApart() {
    int told = 0;
    int seen = 0;
    int step = Math.max(1, sorted.length / LOOKED_AT);
    for (int i = 1; i < sorted.length; i += step) {
      if (sorted[i - 1] < sorted[i]) {
        seen++;
        told += locator.rank(sorted[i - 1]) < locator.rank(sorted[i]) ? 1 : 0;
      }
    }
    return 2 * told >= seen;
  }

  /** Counts a sample into the buckets. */
  BucketCounts count(double[] sample) {
    return new BucketCounts(this, sample, atoms);
  }

  /** Returns the sortable bits of each atom, where atoms hold much of the reference. */
  private long[] manyAtoms() {
    long inAtoms = 0;
    long[] keys = new long[count() + 1];
    for (int i = 0; i < count(); i++) {
      if (isAtom(i)) {
        inAtoms += start[i + 1] - start[i];
        keys[i] = SortableBits.of(sorted[start[i]]);
      }
    }
    return 4 * inAtoms > sorted.length && start.length < sorted.length / 4 ? keys : new long[0];
  }
}
