package dev.retrain.sequential;

import dev.retrain.spi.deploy.LatencyHistogram;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts requests per latency bucket since the start of the rollout.
 *
 * @param bounds upper ends of the buckets, ascending, in one unit throughout; a request exactly at
 *     a bound counts below it
 * @param counts one per bound, and one more for what lies above the last bound
 */
public record LatencyCounts(List<Double> bounds, List<Long> counts) {
  /** Rejects bounds that do not ascend and counts that do not match them. */
  public LatencyCounts {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
    if (bounds.isEmpty() || counts.size() != bounds.size() + 1) {
      throw new IllegalArgumentException(
          counts.size()
              + " counts do not match "
              + bounds.size()
              + " bounds and an overflow bucket");
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

  /** Returns counts of zero for the given bounds. */
  public static LatencyCounts empty(List<Double> bounds) {
    return new LatencyCounts(bounds, Collections.nCopies(bounds.size() + 1, 0L));
  }

  /** Returns the latency counts of a target, in milliseconds. */
  public static LatencyCounts of(LatencyHistogram latency) {
    List<Double> millis = Arrays.stream(latency.bounds()).boxed().toList();
    return new LatencyCounts(millis, Arrays.stream(latency.counts()).boxed().toList());
  }

  /**
   * Returns bounds from {@code lowest} to at least {@code highest}, each {@code growth} times the
   * one before. The growth limits the resolution of quantiles; 1.1 is enough for most endpoints.
   */
  public static List<Double> logSpaced(double lowest, double highest, double growth) {
    if (!(lowest > 0 && highest > lowest && growth > 1)) {
      throw new IllegalArgumentException(
          "log-spaced bounds require 0 < lowest < highest and growth > 1");
    }
    int steps = (int) Math.ceil(Math.log(highest / lowest) / Math.log(growth) - 1e-9);
    return IntStream.rangeClosed(0, steps)
        .mapToObj(step -> lowest * Math.pow(growth, step))
        .toList();
  }

  /** Returns the number of all requests. */
  public long total() {
    return above(-1);
  }

  /**
   * Returns the quantile, interpolated geometrically inside its bucket; NaN while there are no
   * requests, infinite if it lies above the last bound.
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

  /** Returns the number of requests above the bound with this index; -1 counts all of them. */
  long above(int bound) {
    long sum = 0;
    for (int i = bound + 1; i < counts.size(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /**
   * Returns the index of the first bound at or above the value; the number of bounds if there is
   * none.
   */
  int boundAtOrAbove(double value) {
    int i = 0;
    while (i < bounds.size() && bounds.get(i) < value * (1 - 1e-12)) {
      i++;
    }
    return i;
  }

  /** Returns the index of the last bound at or below the value; -1 if there is none. */
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
          "latency bucket bounds must not change during a rollout: "
              + earlier.bounds
              + " became "
              + bounds);
    }
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) < earlier.counts.get(i)) {
        return false;
      }
    }
    return true;
  }
}
