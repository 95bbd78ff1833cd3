package dev.retrain.runtime.source;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;

/** Cuts a stretch out of measurements. */
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
