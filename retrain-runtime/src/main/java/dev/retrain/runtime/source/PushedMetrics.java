package dev.retrain.runtime.source;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps metrics that the application measures itself and pushes: in memory, the newest of each
 * metric up to a number; after a restart the triggers wait for new ones. Thread-safe.
 */
public final class PushedMetrics implements MetricSource {

  /** Default number of measurements kept per metric. */
  public static final int KEPT = 10_000;

  private final ConcurrentMap<String, NavigableMap<Instant, MetricValue>> series =
      new ConcurrentHashMap<>();
  private final int most;

  /**
   * Creates an empty source.
   *
   * @param most number of measurements kept per metric, at least 1
   */
  public PushedMetrics(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least 1 measurement is kept, not " + most);
    }
    this.most = most;
  }

  /**
   * Pushes a measurement; one of the same time is replaced.
   *
   * @param value finite
   */
  public void push(String metric, Instant at, double value) {
    push(metric, at, MetricValue.of(value));
  }

  /** Pushes a measurement with its uncertainty; one of the same time is replaced. */
  public void push(String metric, Instant at, MetricValue value) {
    Metric.checkName(metric);
    series.compute(
        metric,
        (name, points) -> {
          NavigableMap<Instant, MetricValue> more =
              points == null ? new TreeMap<>() : new TreeMap<>(points);
          more.put(at, value);
          if (more.size() > most) {
            more.pollFirstEntry();
          }
          return more;
        });
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    return MetricPoints.between(series.getOrDefault(metric, new TreeMap<>()), after, upTo);
  }
}
