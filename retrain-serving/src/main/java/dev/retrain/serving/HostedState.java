package dev.retrain.serving;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds what a process hosts, sufficient to restore it after a restart. Immutable.
 *
 * @param versions hosted versions by name
 * @param traffic traffic split; empty before the first route
 */
public record HostedState(Map<String, Kept> versions, Optional<TrafficSplit> traffic) {

  /** Holds a prepared version and its counts. */
  public record Kept(ModelVersion model, VersionHealth health) {}

  /** The state of a process that hosts no version. */
  public static final HostedState EMPTY = new HostedState(Map.of(), Optional.empty());

  /** Copies the map, sorted by version. */
  public HostedState {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  /** Returns this state with another traffic split. */
  public HostedState withTraffic(TrafficSplit split) {
    return new HostedState(versions, Optional.of(split));
  }

  /** Returns this state with one more version. */
  public HostedState with(Kept version) {
    Map<String, Kept> more = new TreeMap<>(versions);
    more.put(version.model().version(), version);
    return new HostedState(more, traffic);
  }

  /** Returns this state without a version. */
  public HostedState without(String version) {
    Map<String, Kept> fewer = new TreeMap<>(versions);
    fewer.remove(version);
    return new HostedState(fewer, traffic);
  }
}
