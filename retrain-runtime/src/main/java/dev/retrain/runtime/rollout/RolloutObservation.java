package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a target shows at one look.
 *
 * @param now when
 * @param health by version
 * @param traffic as the target has it; empty before the first
 */
public record RolloutObservation(
    Instant now, Map<String, VersionHealth> health, Optional<TrafficSplit> traffic) {
  /** Copies the map. */
  public RolloutObservation {
    requireNonNull(now);
    health = Map.copyOf(health);
    requireNonNull(traffic);
  }

  /** The counters of both versions. */
  Map<String, VersionHealth> counters(RolloutState state) {
    Map<String, VersionHealth> counters = new TreeMap<>();
    counters.put(state.challenger(), of(state.challenger()));
    state.champion().ifPresent(champion -> counters.put(champion, of(champion)));
    return counters;
  }

  /** What was counted up to this look; a version that shows no counters keeps what it had. */
  Map<String, StageCounts> count(RolloutState state, boolean warmingUp) {
    Map<String, StageCounts> tallies = new TreeMap<>(state.tallies());
    tallies.replaceAll(
        (version, tally) -> {
          VersionHealth now = health.get(version);
          StageCounts counted = now == null ? tally : tally.plus(now);
          return warmingUp ? counted : counted.warm();
        });
    return tallies;
  }

  RuleInputs figures(RolloutState state, String champion) {
    return new RuleInputs(
        state.tally(state.challenger()), state.tally(champion), health.containsKey(champion));
  }

  VersionHealth of(String version) {
    return health.getOrDefault(version, VersionHealth.ABSENT);
  }
}
