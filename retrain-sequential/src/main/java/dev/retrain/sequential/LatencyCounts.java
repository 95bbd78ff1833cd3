package dev.retrain.sequential;

import dev.retrain.spi.deploy.LatencyHistogram;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Requests per latency bucket since the rollout began.
 *
 * @param bounds upper ends of the buckets, ascending, in one unit throughout; a request exactly at
 *     a bound counts below it
 * @param counts one per bound, and one more for what lies above the last bound
 */
public record LatencyCounts(List<Double> bounds, List<Long> counts) {
  /** Refuses bounds that do not ascend and counts that do not match them. */
  public LatencyCounts {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
    if (bounds.isEmpty() || counts.size() != bounds.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " counts do not fit " + bounds.size() + " bounds and an overflow");
    }
    for (int i = 1; i < bounds.size(); i++) {
      if (!(bounds.get(i - 1) < bounds.get(i))) {
        throw new IllegalArgumentException("bounds must ascend: " + bounds);
      }
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("negative count in " + counts);
      }
    }
  }

  /** No requests yet. */
  public static LatencyCounts empty(List<Double> bounds) {
    return new LatencyCounts(bounds, Collections.nCopies(bounds.size() + 1, 0L));
  }

  /** A target's latency counts, in milliseconds. */
  public static LatencyCounts of(LatencyHistogram latency) {
    List<Double> millis =
        IntStream.range(0, LatencyHistogram.BUCKETS - 1)
            .mapToObj(LatencyHistogram::upperMillis)
            .toList();
    return new LatencyCounts(millis, Arrays.stream(latency.counts()).boxed().toList());
  }

  /**
   * Bounds from {@code lowest} to at least {@code highest}, each {@code growth} times the one
   * before. The growth limits how finely quantiles can be told apart; 1.1 serves most endpoints.
   */
  public static List<Double> logSpaced(double lowest, double highest, double growth) {
    if (!(lowest > 0 && highest > lowest && growth > 1)) {
      throw new IllegalArgumentException(
          "log-spaced bounds need 0 < lowest < highest and growth > 1");
    }
    int steps = (int) Math.ceil(Math.log(highest / lowest) / Math.log(growth) - 1e-9);
    return IntStream.rangeClosed(0, steps)
        .mapToObj(step -> lowest * Math.pow(growth, step))
        .toList();
  }

  /** All requests. */
  public long total() {
    return above(-1);
  }

  /**
   * The quantile, interpolated geometrically inside its bucket; NaN while there are no requests,
   * infinite where it lies above the last bound.
   */
  public double quantile(double level) {
    double rank = level * total();
    long below = 0;
    for (int i = 0; i < bounds.size(); i++) {
      long count = counts.get(i);
      if (count > 0 && below + count >= rank) {
        double lower = i == 0 ? bounds.get(0) / 2 : bounds.get(i - 1);
        return lower * Math.pow(bounds.get(i) / lower, (rank - below) / count);
      }
      below += count;
    }
    return total() == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
  }

  /** Requests above the bound with this index; -1 counts all of them. */
  long above(int bound) {
    long sum = 0;
    for (int i = bound + 1; i < counts.size(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** The first bound at or above the value; the number of bounds where there is none. */
  int boundAtOrAbove(double value) {
    int i = 0;
    while (i < bounds.size() && bounds.get(i) < value * (1 - 1e-12)) {
      i++;
    }
    return i;
  }

  /** The last bound at or below the value; -1 where there is none. */
  int boundAtOrBelow(double value) {
    int i = bounds.size() - 1;
    while (i >= 0 && bounds.get(i) > value * (1 + 1e-12)) {
      i--;
    }
    return i;
  }

  boolean canFollow(LatencyCounts earlier) {
    if (!bounds.equals(earlier.bounds)) {
      throw new IllegalArgumentException(
          "bounds changed during the rollout: " + earlier.bounds + " became " + bounds);
    }
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) < earlier.counts.get(i)) {
        return false;
      }
    }
    return true;
  }
}
