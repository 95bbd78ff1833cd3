package dev.retrain.api.state;

import java.time.Instant;
import java.util.List;

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
}
