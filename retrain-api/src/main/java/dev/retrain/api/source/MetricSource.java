package dev.retrain.api.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A source of the live model's metrics. Thread-safe; every call has a deadline. */
public interface MetricSource {

  /** No metrics: metric triggers stay undecided. */
  MetricSource NONE = (metric, after, upTo) -> List.of();

  /**
   * Reads a metric over an interval, oldest first. A missing value is left out; it is never 0 and
   * never NaN.
   *
   * @param metric its name
   * @param after exclusive
   * @param upTo inclusive
   * @throws dev.retrain.api.error.TransientFailure if it cannot be read at present
   * @throws dev.retrain.api.error.PermanentFailure if the same call can never succeed
   */
  List<MetricPoint> read(String metric, Instant after, Instant upTo);

  /**
   * Reads several metrics over the same interval, by name; one without points may be left out. A
   * source that can answer them in fewer calls should override it.
   *
   * @param metrics their names
   * @param after exclusive
   * @param upTo inclusive
   * @throws dev.retrain.api.error.TransientFailure if one cannot be read at present
   * @throws dev.retrain.api.error.PermanentFailure if the same call can never succeed
   */
  default Map<String, List<MetricPoint>> readAll(Set<String> metrics, Instant after, Instant upTo) {
    Map<String, List<MetricPoint>> points = new TreeMap<>();
    metrics.forEach(metric -> points.put(metric, read(metric, after, upTo)));
    return points;
  }
}
