package dev.retrain.spi.deploy;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Shape;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a target reports of one version. Without an interval the counts are cumulative: they only
 * grow since the version was prepared, and the difference of two readings is what lies between.
 * With one they cover that interval alone.
 *
 * @param state whether the version answers
 * @param interval that the counts cover; empty for cumulative counts
 * @param requests answered, errors included, mirrored ones included
 * @param errors of those
 * @param latency of those; empty where the target does not count it
 * @param quantiles of the latency in the interval, from 0 to 1, where the target reports no counts
 * @param outcomes metric name, such as {@code accuracy}, to totals over requests whose outcome is
 *     known
 */
public record VersionHealth(
    VersionState state,
    Optional<HealthInterval> interval,
    long requests,
    long errors,
    LatencyHistogram latency,
    Map<Double, Duration> quantiles,
    Map<String, OutcomeTotals> outcomes) {

  /** A version that was never prepared. */
  public static final VersionHealth ABSENT =
      new VersionHealth(false, 0, 0, LatencyHistogram.empty(), Map.of());

  /** Checks the counts and copies. */
  public VersionHealth {
    requireNonNull(state);
    requireNonNull(interval);
    if (requests < 0 || errors < 0 || errors > requests) {
      throw new IllegalArgumentException(
          "errors must lie from 0 to the " + requests + " requests, are " + errors);
    }
    requireNonNull(latency);
    quantiles = Collections.unmodifiableMap(new TreeMap<>(quantiles));
    outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
  }

  /** Creates the health of a version with cumulative counters that is ready or being started. */
  public VersionHealth(
      boolean ready,
      long requests,
      long errors,
      LatencyHistogram latency,
      Map<String, OutcomeTotals> outcomes) {
    this(VersionState.of(ready), Optional.empty(), requests, errors, latency, Map.of(), outcomes);
  }

  /** Returns whether the version answers. */
  public boolean ready() {
    return state instanceof VersionState.Ready;
  }

  /** Returns a copy in another state. */
  public VersionHealth in(VersionState other) {
    return new VersionHealth(other, interval, requests, errors, latency, quantiles, outcomes);
  }

  /** Returns a copy with counts of an interval. */
  public VersionHealth over(HealthInterval counted) {
    return new VersionHealth(
        state, Optional.of(counted), requests, errors, latency, quantiles, outcomes);
  }

  /** Returns a copy with other outcomes. */
  public VersionHealth withOutcomes(Map<String, OutcomeTotals> other) {
    return new VersionHealth(state, interval, requests, errors, latency, quantiles, other);
  }

  /** Returns a copy with quantiles of the latency in its interval. */
  public VersionHealth withQuantiles(Map<Double, Duration> reported) {
    return new VersionHealth(state, interval, requests, errors, latency, reported, outcomes);
  }

  /** Returns the document form. */
  public static Shape<VersionHealth> shape() {
    return HealthShape.SHAPE;
  }
}
