package dev.retrain.drift.online;

/**
 * Adaptive windowing: keeps the longest recent window whose mean has not changed.
 *
 * <p>Bifet and Gavalda, SIAM Data Mining 2007, ADWIN2 with its variance bound (section 4.1): an
 * exponential histogram of at most five buckets a size; every 32 values each boundary between two
 * buckets, the newest of every size included, is tried as a cut. Memory grows with the logarithm of
 * the window.
 *
 * <p>The bound holds for values of a known range, 1 unless another is given: losses and errors of 0
 * and 1 need none. Values that spread far less than their range are found to change late; those
 * that stray far beyond it, as skewed ones do, give more false alarms than stated. Normal values of
 * standard deviation 1 are fine as they are.
 */
public final class Adwin implements ChangeDetector {

  private static final int CHECK_EVERY = 32;
  private static final int SHORTEST_SIDE = 5;

  private final double delta;
  private final double range;
  private final ExponentialHistogram window = new ExponentialHistogram();
  private long seen;
  private double origin;

  private Adwin(double delta, double range) {
    this.delta = delta;
    this.range = range;
  }

  /** Returns a detector of the usual confidence, 0.002. */
  public static Adwin create() {
    return create(0.002);
  }

  /** Returns a detector of values from 0 to 1. */
  public static Adwin create(double delta) {
    return create(delta, 1);
  }

  /**
   * Returns a detector.
   *
   * @param delta bound on the probability of a false cut at each check, above 0 and below 1; on
   *     independent values the real rate is far below it
   * @param range the greatest value to be expected less the smallest, above 0
   */
  public static Adwin create(double delta, double range) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be above 0 and below 1, is " + delta);
    }
    if (!(range > 0 && range < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a range must be above 0 and finite, is " + range);
    }
    return new Adwin(delta, range);
  }

  @Override
  public boolean add(double value) {
    if (seen == 0) {
      origin = DetectorChecks.finite(value); // sums of what is left lose no digits to a far mean
    }
    window.add(DetectorChecks.finite(value) - origin);
    return ++seen % CHECK_EVERY == 0 && shrink();
  }

  @Override
  public double falseAlarmEvery() {
    return CHECK_EVERY / delta;
  }

  /** Returns how many values the window holds. */
  public long width() {
    return window.count();
  }

  /** Returns the mean of the window; 0 while it is empty. */
  public double mean() {
    return origin + window.mean();
  }

  private boolean shrink() {
    boolean changed = false;
    while (window.count() > 2 * SHORTEST_SIDE && hasCut()) {
      window.dropOldest();
      changed = true;
    }
    return changed;
  }

  private boolean hasCut() {
    double confidence = Math.log(2 * Math.log((double) window.count()) / delta);
    double variance = window.variance();
    return window.anyCut(
        (oldCount, oldMean, newCount, newMean) -> {
          if (Math.min(oldCount, newCount) < SHORTEST_SIDE) {
            return false;
          }
          double inverse = 1.0 / oldCount + 1.0 / newCount;
          double bound =
              Math.sqrt(2 * inverse * variance * confidence)
                  + 2.0 / 3 * range * inverse * confidence;
          return Math.abs(oldMean - newMean) > bound;
        });
  }
}
