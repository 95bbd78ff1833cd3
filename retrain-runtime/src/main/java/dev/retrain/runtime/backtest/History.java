package dev.retrain.runtime.backtest;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.trigger.MetricTrigger;
import java.nio.file.Path;
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
 * @param health which metric and limit say that the service is degraded; empty when unknown
 * @param flags when they were switched
 * @param deserved stretches in which a retraining was deserved; empty list when there is no truth
 */
public record History(
    MetricSource metrics,
    DataWindows data,
    Instant from,
    Instant to,
    Duration every,
    Optional<Health> health,
    FlagHistory flags,
    List<Stretch> deserved) {

  /** One look per minute for 19 years; more is a row with a wrong year. */
  private static final long MOST_LOOKS = 10_000_000;

  /**
   * When the service counts as degraded.
   *
   * @param metric its name
   * @param below whether lower values are worse
   * @param limit beyond which it is degraded
   */
  public record Health(String metric, boolean below, double limit) {

    boolean isBad(double value) {
      return below ? value < limit : value > limit;
    }

    /**
     * Returns the limit of a policy's first trigger on a metric: what its author holds to be bad.
     */
    public static Optional<Health> of(Retraining policy) {
      return policy.triggers().stream()
          .map(TriggerRule::trigger)
          .filter(MetricTrigger.class::isInstance)
          .map(MetricTrigger.class::cast)
          .findFirst()
          .map(
              trigger ->
                  new Health(
                      trigger.metric(),
                      trigger.relation() == Comparison.Relation.BELOW,
                      trigger.limit()));
    }

    /** Returns a text such as {@code auc below 0.6}. */
    @Override
    public String toString() {
      return metric + (below ? " below " : " above ") + Node.of(limit);
    }
  }

  /** A stretch of time, from inclusive, to exclusive. */
  public record Stretch(Instant from, Instant to) {
    /** Checks the order. */
    public Stretch {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("a stretch must end after " + from + ", not at " + to);
      }
    }

    /**
     * Reads a CSV with the columns {@code from} and {@code to}.
     *
     * @throws dev.retrain.api.error.ConfigurationProblem if it cannot be read
     */
    public static List<Stretch> read(Path file) {
      return CsvRecords.read(file, "from", "to").stream()
          .map(row -> new Stretch(row.time("from"), row.time("to")))
          .toList();
    }

    boolean covers(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(to);
    }
  }

  /** Checks the order. */
  public History {
    requireNonNull(metrics);
    requireNonNull(data);
    requireNonNull(health);
    requireNonNull(flags);
    deserved = List.copyOf(deserved);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a history must end after " + from + ", not at " + to);
    }
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("the policy must look at intervals above 0");
    }
    if (Duration.between(from, to).dividedBy(every) > MOST_LOOKS) {
      throw new IllegalArgumentException(
          "a history from "
              + from
              + " to "
              + to
              + " has more than "
              + MOST_LOOKS
              + " times at which the policy looks, one every "
              + Durations.format(every));
    }
  }

  /** Metrics of a time, looked at every hour. */
  public static History of(MetricSource metrics, Instant from, Instant to) {
    return new History(
        metrics,
        DataWindows.NONE,
        from,
        to,
        Duration.ofHours(1),
        Optional.empty(),
        FlagHistory.NONE,
        List.of());
  }

  /** Returns a copy with data windows. */
  public History with(DataWindows windows) {
    return new History(metrics, windows, from, to, every, health, flags, deserved);
  }

  /** Returns a copy, looked at at another interval. */
  public History every(Duration interval) {
    return new History(metrics, data, from, to, interval, health, flags, deserved);
  }

  /** Returns a copy that states when the service is degraded. */
  public History degradedWhen(Health rule) {
    return new History(metrics, data, from, to, every, Optional.of(rule), flags, deserved);
  }

  /** Returns a copy that states when a retraining was deserved. */
  public History deserved(List<Stretch> stretches) {
    return new History(metrics, data, from, to, every, health, flags, stretches);
  }

  /** Returns a copy with flags that were switched. */
  public History flags(FlagHistory switched) {
    return new History(metrics, data, from, to, every, health, switched, deserved);
  }

  /** Returns a copy with other metrics. */
  History with(MetricSource others) {
    return new History(others, data, from, to, every, health, flags, deserved);
  }
}
