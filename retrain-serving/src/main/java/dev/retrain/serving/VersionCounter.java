package dev.retrain.serving;

import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts one version's requests, errors, latency and outcomes.
 *
 * <p>Thread-safe. Every request is counted in exactly one bucket of the histogram and their number
 * is the histogram's total, so that the two can never differ; the buckets are striped counters.
 */
public final class VersionCounter {

  private final Map<String, OutcomeMetric> metrics;
  private final LongAdder[] latency =
      Stream.generate(LongAdder::new).limit(LatencyHistogram.BUCKETS).toArray(LongAdder[]::new);
  private final LongAdder errors = new LongAdder();
  private final Object outcomesLock = new Object();
  private final Map<String, OutcomeTotals> outcomes = new TreeMap<>();

  /**
   * Creates a counter at zero.
   *
   * @param metrics metric name to its computation from score and label
   */
  public VersionCounter(Map<String, OutcomeMetric> metrics) {
    this(metrics, VersionHealth.ABSENT);
  }

  /**
   * Creates a counter that continues from an earlier reading, as after a restart.
   *
   * @param metrics metric name to its computation from score and label
   * @param earlier earlier counts
   */
  public VersionCounter(Map<String, OutcomeMetric> metrics, VersionHealth earlier) {
    this.metrics = Map.copyOf(metrics);
    long[] counts = earlier.latency().counts();
    for (int i = 0; i < counts.length; i++) {
      latency[i].add(counts[i]);
    }
    errors.add(earlier.errors());
    outcomes.putAll(earlier.outcomes());
  }

  /** Counts a request that was answered. */
  public void answered(Duration took) {
    latency[LatencyHistogram.bucket(took)].increment();
  }

  /** Counts a request that ended with an error. */
  public void failed(Duration took) {
    // In this order: a reader reads the errors first, so it never reads more errors than requests.
    latency[LatencyHistogram.bucket(took)].increment();
    errors.increment();
  }

  /**
   * Counts an outcome in every metric, or in none.
   *
   * @throws IllegalArgumentException if a metric of these values is not finite
   */
  public void outcome(double score, double label) {
    Map<String, Double> values = new TreeMap<>();
    metrics.forEach((name, metric) -> values.put(name, finite(name, metric, score, label)));
    synchronized (outcomesLock) {
      values.forEach(
          (name, value) ->
              outcomes.put(name, outcomes.getOrDefault(name, OutcomeTotals.NONE).plus(value)));
    }
  }

  /** Returns the counts so far. */
  public VersionHealth health(boolean ready) {
    long failed = errors.sum();
    LatencyHistogram answered =
        LatencyHistogram.of(Arrays.stream(latency).mapToLong(LongAdder::sum).toArray());
    synchronized (outcomesLock) {
      return new VersionHealth(ready, answered.total(), failed, answered, outcomes);
    }
  }

  private static double finite(String name, OutcomeMetric metric, double score, double label) {
    double value = metric.value(score, label);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "the metric " + name + " of score " + score + " and label " + label + " is " + value);
    }
    return value;
  }
}
