package dev.retrain.spi.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a caller needs of {@link Deployer#health(HealthQuery)}. A target with cumulative counters
 * may disregard it.
 *
 * @param since a target that counts by intervals counts from here; its interval begins neither
 *     before nor more than one of its periods after it
 * @param latencyLimits durations above which requests must be counted
 */
public record HealthQuery(Instant since, SortedSet<Duration> latencyLimits) {

  /** The query for all that a target still has. */
  public static final HealthQuery ALL = new HealthQuery(Instant.EPOCH, List.of());

  /** Checks and copies. */
  public HealthQuery {
    requireNonNull(since);
    latencyLimits = Collections.unmodifiableSortedSet(new TreeSet<>(latencyLimits));
  }

  /** Creates a query with limits in any order. */
  public HealthQuery(Instant since, Collection<Duration> latencyLimits) {
    this(since, new TreeSet<>(latencyLimits));
  }
}
