package dev.retrain.api.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.metric.MetricValue;
import java.time.Instant;

/**
 * A metric at a time.
 *
 * @param at the end of the time it was measured over
 * @param value what was measured
 */
public record MetricPoint(Instant at, MetricValue value) {
  /** Checks that nothing is missing. */
  public MetricPoint {
    requireNonNull(at);
    requireNonNull(value);
  }
}
