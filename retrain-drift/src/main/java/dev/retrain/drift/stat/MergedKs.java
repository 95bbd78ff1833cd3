package dev.retrain.drift.stat;

/** Finds max |i m - j n| by walking two sorted samples, whole runs of ties at a time. */
final class MergedKs {

  private final double[] reference;
  private final double[] current;
  private final long n;
  private final long m;

  MergedKs(double[] reference, double[] current, long n, long m) {
    this.reference = reference;
    this.current = current;
    this.n = n;
    this.m = m;
  }

  static long numerator(double[] reference, double[] current) {
    return new MergedKs(reference, current, reference.length, current.length)
        .within(0, 0, reference.length, 0, current.length);
  }

  /** Returns the greatest difference within ranges of both, {@code left} being that before them. */
  long within(long left, int iFrom, int iEnd, int jFrom, int jEnd) {
    long difference = left;
    long best = 0;
    int i = iFrom;
    int j = jFrom;
    while (i < iEnd && j < jEnd) {
      double value = Math.min(reference[i], current[j]);
      while (i < iEnd && reference[i] <= value) {
        difference += m;
        i++;
      }
      while (j < jEnd && current[j] <= value) {
        difference -= n;
        j++;
      }
      best = Math.max(best, Math.abs(difference));
    }
    return best;
  }
}
