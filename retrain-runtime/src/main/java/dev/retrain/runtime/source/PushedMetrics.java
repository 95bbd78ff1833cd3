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
 * Metrics the application measures itself and pushes. Kept in memory, the newest of each metric up
 * to a number; after a restart the triggers wait for new ones. Thread-safe.
 */
public final class PushedMetrics implements MetricSource {

  /** How many measurements of a metric are kept unless something else is said. */
  public static final int KEPT = 10_000;

  private final ConcurrentMap<String, NavigableMap<Instant, MetricValue>> series =
      new ConcurrentHashMap<>();
  private final int most;

  /**
   * An empty source.
   *
   * @param most measurements kept of each metric, at least 1
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
