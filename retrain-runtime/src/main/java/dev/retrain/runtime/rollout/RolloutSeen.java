package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a target shows at one look.
 *
 * @param now when
 * @param health by version
 * @param traffic as the target has it; empty before the first
 */
public record RolloutSeen(
    Instant now, Map<String, VersionHealth> health, Optional<TrafficSplit> traffic) {
  /** Copies the map. */
  public RolloutSeen {
    requireNonNull(now);
    health = Map.copyOf(health);
    requireNonNull(traffic);
  }

  VersionHealth of(String version) {
    return health.getOrDefault(version, VersionHealth.ABSENT);
  }
}
