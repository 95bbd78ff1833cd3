package dev.retrain.spi.deploy;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Shape;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of one version since it was prepared. Counts only grow.
 *
 * @param ready whether the version answers
 * @param requests answered, errors included, mirrored ones included
 * @param errors of those
 * @param latency of those
 * @param outcomes metric name, such as {@code accuracy}, to totals over requests whose outcome is
 *     known
 */
public record VersionHealth(
    boolean ready,
    long requests,
    long errors,
    LatencyHistogram latency,
    Map<String, OutcomeTotals> outcomes) {

  /** A version that was never prepared. */
  public static final VersionHealth ABSENT =
      new VersionHealth(false, 0, 0, LatencyHistogram.empty(), Map.of());

  /** Checks the counts and copies. */
  public VersionHealth {
    if (requests < 0 || errors < 0 || errors > requests) {
      throw new IllegalArgumentException(
          "errors must lie from 0 to the " + requests + " requests, are " + errors);
    }
    requireNonNull(latency);
    outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
  }

  /** Returns the document form. */
  public static Shape<VersionHealth> shape() {
    return HealthShape.SHAPE;
  }
}
