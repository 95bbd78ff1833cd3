package dev.retrain.drift.stat;

/**
 * Buckets by binary search among edges taken from the reference at equal depths.
 *
 * <p>Slower than {@link GridLocator} and never fooled: for references whose mass hides in specks of
 * their range.
 */
final class SearchLocator implements Locator {

  private final double[] edges;

  private SearchLocator(double[] edges) {
    this.edges = edges;
  }

  /** About {@code wanted} buckets of equal depth over a sorted, non-empty reference. */
  static SearchLocator over(double[] sorted, int wanted) {
    return new SearchLocator(Quantiles.edges(sorted, wanted));
  }

  @Override
  public int buckets() {
    return edges.length + 1;
  }

  @Override
  public int locate(double value) {
    int base = 0;
    int length = edges.length;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      base = edges[base + half - 1] < value ? base + half : base;
      length -= half;
    }
    return Double.isNaN(value) ? edges.length + 1 : base;
  }

  @Override
  public void locate(double[] values, int from, int to, int[] bucketOf) {
    for (int i = from; i < to; i++) {
      bucketOf[i - from] = locate(values[i]);
    }
  }
}
