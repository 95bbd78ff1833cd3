package dev.retrain.spi.deploy;

import dev.retrain.api.document.Shape;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of request durations in buckets.
 *
 * <p>Targets of retrain use the standard buckets: bucket {@code i} counts durations up to {@code
 * 0.01 ms * 10^(i/20)} and above the bound before it: about 12 % wide each, from 10 microseconds to
 * 100 seconds; the last one counts everything longer. A service may have bounds of its own, or
 * count only above limits. Immutable.
 */
public final class LatencyHistogram {

  /** Buckets per factor of ten. */
  private static final int PER_DECADE = 20;

  private static final int DECADES = 7;
  private static final double FIRST_MILLIS = 0.01;

  /** How many standard buckets there are, the overflow bucket included. */
  public static final int BUCKETS = PER_DECADE * DECADES + 2;

  private static final double[] STANDARD = standard();
  private static final LatencyHistogram EMPTY = new LatencyHistogram(STANDARD, new long[BUCKETS]);

  private final double[] bounds;
  private final long[] counts;

  private LatencyHistogram(double[] bounds, long[] counts) {
    this.bounds = bounds;
    this.counts = counts;
  }

  private static double[] standard() {
    double[] bounds = new double[BUCKETS - 1];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = FIRST_MILLIS * Math.pow(10, (double) i / PER_DECADE);
    }
    return bounds;
  }

  /** Returns a histogram without requests. */
  public static LatencyHistogram empty() {
    return EMPTY;
  }

  /**
   * Returns a histogram from counts in the standard buckets.
   *
   * @param counts one per bucket, {@link #BUCKETS} in all, none negative; copied
   */
  public static LatencyHistogram of(long[] counts) {
    return of(STANDARD, counts);
  }

  /**
   * Returns a histogram with the bounds of a service.
   *
   * @param upperMillis upper bounds of the buckets but the last, above 0 and ascending; copied
   * @param counts one per bound, and one more for what is longer, none negative; copied
   */
  public static LatencyHistogram of(double[] upperMillis, long[] counts) {
    if (upperMillis.length == 0 || counts.length != upperMillis.length + 1) {
      throw new IllegalArgumentException(
          "a latency histogram of "
              + upperMillis.length
              + " bounds has "
              + (upperMillis.length + 1)
              + " buckets, not "
              + counts.length);
    }
    double before = 0;
    for (double bound : upperMillis) {
      if (!(bound > before) || Double.isInfinite(bound)) {
        throw new IllegalArgumentException(
            "bounds must be above 0 and ascend: " + Arrays.toString(upperMillis));
      }
      before = bound;
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("a count must not be negative, is " + count);
      }
    }
    return new LatencyHistogram(
        Arrays.equals(upperMillis, STANDARD) ? STANDARD : upperMillis.clone(), counts.clone());
  }

  /**
   * Returns a histogram of requests that were counted above limits.
   *
   * @param total how many requests there were
   * @param above limit to the number of requests that took longer; at least one limit
   */
  public static LatencyHistogram above(long total, Map<Duration, Long> above) {
    SortedMap<Duration, Long> limits = new TreeMap<>(above);
    double[] bounds = limits.keySet().stream().mapToDouble(d -> d.toNanos() / 1e6).toArray();
    long[] counts = new long[bounds.length + 1];
    long longer = total;
    int i = 0;
    for (long slower : limits.values()) {
      counts[i++] = longer - slower;
      longer = slower;
    }
    counts[i] = longer;
    return of(bounds, counts);
  }

  /** Returns the standard bucket of a duration. */
  public static int bucket(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis <= FIRST_MILLIS) {
      return 0;
    }
    int bucket = (int) Math.ceil(Math.log10(millis / FIRST_MILLIS) * PER_DECADE - 1e-9);
    return Math.min(bucket, BUCKETS - 1);
  }

  /** Returns the upper bound of a standard bucket in milliseconds; infinite for the last. */
  public static double upperMillis(int bucket) {
    return upper(STANDARD, bucket);
  }

  private static double upper(double[] bounds, int bucket) {
    return bucket == bounds.length ? Double.POSITIVE_INFINITY : bounds[bucket];
  }

  /** Returns a copy of the upper bounds of all buckets but the last, in milliseconds. */
  public double[] bounds() {
    return bounds.clone();
  }

  /** Returns whether the buckets are the standard ones. */
  public boolean isStandard() {
    return Arrays.equals(bounds, STANDARD);
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

  /**
   * Returns the counts of this and another together, in the buckets of this unless it is empty.
   * Other bounds are rounded up, so that no duration is understated.
   */
  public LatencyHistogram plus(LatencyHistogram other) {
    if (total() == 0) {
      return other;
    }
    long[] sum = counts.clone();
    for (int i = 0; i < other.counts.length; i++) {
      sum[bucketOf(upper(other.bounds, i))] += other.counts[i];
    }
    return new LatencyHistogram(bounds, sum);
  }

  private int bucketOf(double millis) {
    int i = Arrays.binarySearch(bounds, millis);
    return i >= 0 ? i : -i - 1;
  }

  /**
   * Returns the counts added since an earlier reading of the same counter.
   *
   * @throws IllegalArgumentException if the earlier one is not a part of this
   */
  public LatencyHistogram minus(LatencyHistogram earlier) {
    if (earlier.total() == 0) {
      return this;
    }
    if (!Arrays.equals(bounds, earlier.bounds)) {
      throw new IllegalArgumentException("the bounds of a latency counter changed");
    }
    long[] rest = counts.clone();
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= earlier.counts[i];
    }
    return of(bounds, rest);
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
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return OptionalDouble.of(upper(bounds, i));
      }
    }
    throw new IllegalStateException("the counts do not sum to their total");
  }

  /**
   * Returns the document form: the standard buckets that counted something, by their index; else
   * all buckets, by {@code le:} and their bound in milliseconds.
   */
  public static Shape<LatencyHistogram> shape() {
    return HealthShape.LATENCY;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that
        && Arrays.equals(bounds, that.bounds)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bounds) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return total() + " requests";
  }
}
