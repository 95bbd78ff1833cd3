package dev.retrain.spi.deploy;

import dev.retrain.api.document.Shape;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Counts of request durations in fixed buckets, the same for every version and node, so that two
 * histograms can be added and compared.
 *
 * <p>Bucket {@code i} counts durations up to {@code 0.01 ms * 10^(i/20)} and above the bound before
 * it: about 12 % wide each, from 10 microseconds to 100 seconds; the last one counts everything
 * longer. Immutable.
 */
public final class LatencyHistogram {

  /** Buckets per factor of ten. */
  private static final int PER_DECADE = 20;

  private static final int DECADES = 7;
  private static final double FIRST_MILLIS = 0.01;

  /** How many buckets there are, the overflow bucket included. */
  public static final int BUCKETS = PER_DECADE * DECADES + 2;

  private static final LatencyHistogram EMPTY = new LatencyHistogram(new long[BUCKETS]);

  private final long[] counts;

  private LatencyHistogram(long[] counts) {
    this.counts = counts;
  }

  /** Returns a histogram without requests. */
  public static LatencyHistogram empty() {
    return EMPTY;
  }

  /**
   * Returns a histogram from counts.
   *
   * @param counts one per bucket, {@link #BUCKETS} in all, none negative; copied
   */
  public static LatencyHistogram of(long[] counts) {
    if (counts.length != BUCKETS) {
      throw new IllegalArgumentException(
          "a latency histogram has " + BUCKETS + " buckets, not " + counts.length);
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("a count must not be negative, is " + count);
      }
    }
    return new LatencyHistogram(counts.clone());
  }

  /** Returns the bucket of a duration. */
  public static int bucket(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis <= FIRST_MILLIS) {
      return 0;
    }
    int bucket = (int) Math.ceil(Math.log10(millis / FIRST_MILLIS) * PER_DECADE - 1e-9);
    return Math.min(bucket, BUCKETS - 1);
  }

  /** Returns the upper bound of a bucket in milliseconds; infinite for the last. */
  public static double upperMillis(int bucket) {
    return bucket == BUCKETS - 1
        ? Double.POSITIVE_INFINITY
        : FIRST_MILLIS * Math.pow(10, (double) bucket / PER_DECADE);
  }

  /** Returns a copy of the counts. */
  public long[] counts() {
    return counts.clone();
  }

  /** Returns how many durations were counted. */
  public long total() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** This and another together. */
  public LatencyHistogram plus(LatencyHistogram other) {
    long[] sum = counts.clone();
    for (int i = 0; i < BUCKETS; i++) {
      sum[i] += other.counts[i];
    }
    return new LatencyHistogram(sum);
  }

  /**
   * Returns the counts added since an earlier reading of the same counter.
   *
   * @throws IllegalArgumentException if the earlier one is not a part of this
   */
  public LatencyHistogram minus(LatencyHistogram earlier) {
    long[] rest = counts.clone();
    for (int i = 0; i < BUCKETS; i++) {
      rest[i] -= earlier.counts[i];
    }
    return of(rest);
  }

  /**
   * Returns the upper bound of the bucket that holds a quantile, in milliseconds; empty when
   * nothing was counted.
   *
   * @param share from 0 to 1, such as 0.95
   */
  public OptionalDouble quantileMillis(double share) {
    long total = total();
    if (total == 0) {
      return OptionalDouble.empty();
    }
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return OptionalDouble.of(upperMillis(i));
      }
    }
    throw new IllegalStateException("the counts do not sum to their total");
  }

  /** Returns the document form: only the buckets that counted something, by their index. */
  public static Shape<LatencyHistogram> shape() {
    return HealthShape.LATENCY;
  }

  @Override
  public String toString() {
    return total() + " requests";
  }
}
