package dev.retrain.runtime.source;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;

/** Selects the measurements of a period. */
final class MetricPoints {

  private MetricPoints() {}

  static List<MetricPoint> between(
      NavigableMap<Instant, MetricValue> points, Instant after, Instant upTo) {
    if (!after.isBefore(upTo)) {
      return List.of();
    }
    return points.subMap(after, false, upTo, true).entrySet().stream()
        .map(entry -> new MetricPoint(entry.getKey(), entry.getValue()))
        .toList();
  }
}
