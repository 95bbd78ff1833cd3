package dev.retrain.runtime.backtest;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.DataWindows;
import dev.retrain.api.state.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was recorded.
 *
 * @param metrics of the model that was live
 * @param data windows
 * @param from where the replay begins
 * @param to where it ends, after {@code from}
 * @param every how often the policy looks, above 0
 * @param health which metric and limit say that the service is degraded; empty when nobody knows
 * @param deserved stretches in which a retraining was deserved; empty list when there is no truth
 */
public record History(
    MetricSource metrics,
    DataWindows data,
    Instant from,
    Instant to,
    Duration every,
    Optional<Health> health,
    List<Stretch> deserved) {

  /**
   * When the service counts as degraded.
   *
   * @param metric its name
   * @param below whether lower values are worse
   * @param limit beyond which it is degraded
   */
  public record Health(String metric, boolean below, double limit) {}

  /** A stretch of time, from inclusive, to exclusive. */
  public record Stretch(Instant from, Instant to) {
    boolean covers(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(to);
    }
  }

  /** Checks the order. */
  public History {
    requireNonNull(metrics);
    requireNonNull(data);
    requireNonNull(health);
    deserved = List.copyOf(deserved);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a history must end after " + from + ", not at " + to);
    }
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("the policy must look at intervals above 0");
    }
  }

  /** Metrics of a time, looked at every hour. */
  public static History of(MetricSource metrics, Instant from, Instant to) {
    return new History(
        metrics, DataWindows.NONE, from, to, Duration.ofHours(1), Optional.empty(), List.of());
  }

  /** The same with data windows. */
  public History with(DataWindows windows) {
    return new History(metrics, windows, from, to, every, health, deserved);
  }

  /** The same, looked at at another interval. */
  public History every(Duration interval) {
    return new History(metrics, data, from, to, interval, health, deserved);
  }

  /** The same, saying when the service is degraded. */
  public History degradedWhen(Health rule) {
    return new History(metrics, data, from, to, every, Optional.of(rule), deserved);
  }

  /** The same, saying when a retraining was deserved. */
  public History deserved(List<Stretch> stretches) {
    return new History(metrics, data, from, to, every, health, stretches);
  }
}
