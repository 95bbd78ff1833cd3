package dev.retrain.examples.flights.demo;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What was measured on live answers, one value per metric and week. Used by one thread. */
final class LiveMetrics implements MetricSource {

  private final NavigableMap<Instant, Map<String, MetricValue>> byTime = new TreeMap<>();

  void put(Instant at, Map<String, MetricValue> measured) {
    byTime.put(at, measured);
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    return byTime.subMap(after, false, upTo, true).entrySet().stream()
        .filter(entry -> entry.getValue().containsKey(metric))
        .map(entry -> new MetricPoint(entry.getKey(), entry.getValue().get(metric)))
        .toList();
  }
}
