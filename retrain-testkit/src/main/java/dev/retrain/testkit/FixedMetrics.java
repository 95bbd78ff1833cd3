package dev.retrain.testkit;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Metrics that a test has put there. Thread-safe. */
public final class FixedMetrics implements MetricSource {

  private final ConcurrentMap<String, NavigableMap<Instant, MetricValue>> series =
      new ConcurrentHashMap<>();

  /** Puts a value, replacing one of the same time. */
  public FixedMetrics put(String metric, Instant at, double value) {
    return put(metric, at, MetricValue.of(value));
  }

  /** Puts a value, replacing one of the same time. */
  public FixedMetrics put(String metric, Instant at, MetricValue value) {
    series.computeIfAbsent(metric, name -> new ConcurrentSkipListMap<>()).put(at, value);
    return this;
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    if (!after.isBefore(upTo)) {
      return List.of();
    }
    return series
        .getOrDefault(metric, new TreeMap<>())
        .subMap(after, false, upTo, true)
        .entrySet()
        .stream()
        .map(entry -> new MetricPoint(entry.getKey(), entry.getValue()))
        .toList();
  }
}
