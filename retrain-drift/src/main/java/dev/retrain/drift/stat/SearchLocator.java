package dev.retrain.drift.stat;

/**
 * Buckets by binary search among edges taken from the reference at equal depths; a table over the
 * leading bits says between which edges to search.
 *
 * <p>Slower than {@link GridLocator} and {@link ClusterLocator}, and never fooled.
 */
final class SearchLocator implements Locator {

  private static final int CELL_BITS = 13;

  private final double[] edges;
  private final long low;
  private final long high;
  private final int shift;

  /** How many edges are below each cell; one more entry for all of them. */
  private final int[] below;

  private SearchLocator(double[] edges) {
    this.edges = edges;
    this.low = edges.length == 0 ? 0 : SortableBits.of(edges[0]);
    this.high = edges.length == 0 ? 0 : SortableBits.of(edges[edges.length - 1]);
    this.shift = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(high - low) - CELL_BITS);
    this.below = new int[(int) ((high - low) >>> shift) + 2];
    for (double edge : edges) {
      below[(int) ((SortableBits.of(edge) - low) >>> shift) + 1]++;
    }
    for (int i = 1; i < below.length; i++) {
      below[i] += below[i - 1];
    }
  }

  /** About {@code wanted} buckets of equal depth over a sorted, non-empty reference. */
  static SearchLocator over(double[] sorted, int wanted) {
    return new SearchLocator(SampleQuantiles.edges(sorted, wanted));
  }

  @Override
  public int buckets() {
    return edges.length + 1;
  }

  @Override
  public int fractionBits() {
    return 0;
  }

  @Override
  public int rank(double value) {
    long key = Math.max(low, Math.min(high, SortableBits.of(value))) - low;
    int cell = (int) (key >>> shift);
    int base = below[cell];
    int length = below[cell + 1] - base;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      base = edges[base + half - 1] < value ? base + half : base;
      length -= half;
    }
    return Double.isNaN(value) ? edges.length + 1 : base;
  }

  @Override
  public void ranks(double[] values, int from, int to, int[] ranks) {
    for (int i = from; i < to; i++) {
      ranks[i] = rank(values[i]);
    }
  }
}
