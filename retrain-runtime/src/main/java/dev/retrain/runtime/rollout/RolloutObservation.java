package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficResolution;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the state of a target at one look.
 *
 * @param now time of the look
 * @param health counters by version
 * @param traffic traffic of the target; empty before the first
 * @param resolution within which splits are compared
 */
public record RolloutObservation(
    Instant now,
    Map<String, VersionHealth> health,
    Optional<Traffic> traffic,
    TrafficResolution resolution) {
  /** Copies the map. */
  public RolloutObservation {
    requireNonNull(now);
    health = Map.copyOf(health);
    requireNonNull(traffic);
    requireNonNull(resolution);
  }

  /** Creates the observation of a target with settled traffic and any resolution. */
  public RolloutObservation(
      Instant now, Map<String, VersionHealth> health, Optional<TrafficSplit> split) {
    this(now, health, split.map(Traffic.Settled::new), TrafficResolution.EXACT);
  }

  RolloutObservation with(Map<String, VersionHealth> other) {
    return new RolloutObservation(now, other, traffic, resolution);
  }

  /** Returns the counters of both versions. */
  Map<String, VersionHealth> counters(RolloutState state) {
    Map<String, VersionHealth> counters = new TreeMap<>();
    counters.put(state.challenger(), of(state.challenger()));
    state.champion().ifPresent(champion -> counters.put(champion, of(champion)));
    return counters;
  }

  /** Returns the counts up to this look; a version without counters keeps its earlier ones. */
  Map<String, StageCounts> count(RolloutState state, boolean warmingUp) {
    Map<String, StageCounts> counts = new TreeMap<>(state.counts());
    counts.replaceAll(
        (version, before) -> {
          VersionHealth now = health.get(version);
          StageCounts counted = now == null ? before : before.plus(now);
          return warmingUp ? counted : counted.warm();
        });
    return counts;
  }

  RuleInputs figures(RolloutState state, String champion) {
    return new RuleInputs(
        state.counts(state.challenger()), state.counts(champion), health.containsKey(champion));
  }

  /** Returns whether requests follow a split, on every part of the target. */
  boolean isAt(TrafficSplit split) {
    return traffic.filter(now -> now instanceof Traffic.Settled at && same(at, split)).isPresent();
  }

  private boolean same(Traffic.Settled at, TrafficSplit split) {
    return resolution.same(at.split(), split);
  }

  VersionHealth of(String version) {
    return health.getOrDefault(version, VersionHealth.ABSENT);
  }
}
