package dev.retrain.drift.stat;

/**
 * Finds max |i m - j n|, the numerator of the Kolmogorov-Smirnov statistic, by branch and bound.
 *
 * <p>The current sample is counted into the reference's buckets, which gives the exact difference
 * at every bucket's edges. Inside a bucket with r reference and c current values the difference can
 * exceed those at its edges only by so much; only buckets whose bound beats the best difference
 * known are looked into.
 */
final class BucketedKs implements KsSearch {

  /** Beyond so many steps per value in open buckets, sorting all of them is cheaper. */
  private static final double MOST_EFFORT = 1;

  private final Buckets buckets;
  private final double[] current;
  private final BucketCounts counts;
  private final long n;
  private final long m;

  private BucketedKs(Buckets buckets, double[] current, long n) {
    this.buckets = buckets;
    this.current = current;
    this.counts = buckets.count(current);
    this.n = n;
    this.m = (long) current.length - counts.nan();
  }

  static BucketedKs of(FittedNumeric reference, double[] current) {
    return new BucketedKs(reference.buckets(), current, reference.present());
  }

  @Override
  public long present() {
    return m;
  }

  @Override
  public long numerator() {
    long best = bestAtEdges();
    OpenBuckets open = new OpenBuckets(buckets, counts, n, m);
    openThoseAbove(best, open);
    if (open.effort() > m * MOST_EFFORT) {
      return MergedKs.numerator(buckets.sorted(), RankSort.sorted(current, buckets, counts));
    }
    open.fill(current);
    return open.best(best);
  }

  private long bestAtEdges() {
    int[] start = buckets.start();
    long best = 0;
    long j = 0;
    for (int b = 0; b < buckets.count(); b++) {
      j += counts.of(b);
      best = Math.max(best, Math.abs(start[b + 1] * m - j * n));
    }
    return best;
  }

  /**
   * With difference {@code left} before a bucket and {@code right} after it, any difference within
   * is at most min(left + r m, right + c n) and at least max(left - c n, right - r m): the
   * reference only raises it and the current sample only lowers it.
   */
  private void openThoseAbove(long best, OpenBuckets open) {
    int[] start = buckets.start();
    long left = 0;
    for (int b = 0; b < buckets.count(); b++) {
      long up = (start[b + 1] - start[b]) * m;
      long down = counts.of(b) * n;
      long right = left + up - down;
      long highest = Math.min(left + up, right + down);
      long lowest = Math.max(left - down, right - up);
      if (Math.max(highest, -lowest) > best) {
        open.add(b, left, Math.max(highest, -lowest));
      }
      left = right;
    }
  }
}
