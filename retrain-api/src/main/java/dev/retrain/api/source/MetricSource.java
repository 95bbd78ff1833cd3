package dev.retrain.api.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where metrics of the live model are read. Thread-safe; every call has a deadline. */
public interface MetricSource {

  /** No metrics: metric triggers stay undecided. */
  MetricSource NONE = (metric, after, upTo) -> List.of();

  /**
   * A metric over a stretch of time, oldest first. A missing value is left out; it is never 0 and
   * never NaN.
   *
   * @param metric its name
   * @param after exclusive
   * @param upTo inclusive
   * @throws dev.retrain.api.error.TransientFailure if it cannot be read now
   * @throws dev.retrain.api.error.PermanentFailure if it can never be read like this
   */
  List<MetricPoint> read(String metric, Instant after, Instant upTo);

  /**
   * Several metrics over the same stretch, by name; one without points may be left out. A source
   * that can answer them in fewer calls does.
   *
   * @param metrics their names
   * @param after exclusive
   * @param upTo inclusive
   * @throws dev.retrain.api.error.TransientFailure if one cannot be read now
   * @throws dev.retrain.api.error.PermanentFailure if one can never be read like this
   */
  default Map<String, List<MetricPoint>> readAll(Set<String> metrics, Instant after, Instant upTo) {
    Map<String, List<MetricPoint>> points = new TreeMap<>();
    metrics.forEach(metric -> points.put(metric, read(metric, after, upTo)));
    return points;
  }
}
