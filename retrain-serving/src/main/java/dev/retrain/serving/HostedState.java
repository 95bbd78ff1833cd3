package dev.retrain.serving;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a process hosts: enough to bring it back after a restart. Immutable.
 *
 * @param versions by their name
 * @param traffic empty before the first route
 */
public record HostedState(Map<String, Kept> versions, Optional<TrafficSplit> traffic) {

  /** A prepared version and what was counted for it. */
  public record Kept(ModelVersion model, VersionHealth health) {}

  /** Nothing prepared. */
  public static final HostedState EMPTY = new HostedState(Map.of(), Optional.empty());

  /** Copies and sorts. */
  public HostedState {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  /** The same with other traffic. */
  public HostedState withTraffic(TrafficSplit split) {
    return new HostedState(versions, Optional.of(split));
  }

  /** The same with one more version. */
  public HostedState with(Kept version) {
    Map<String, Kept> more = new TreeMap<>(versions);
    more.put(version.model().version(), version);
    return new HostedState(more, traffic);
  }

  /** The same without a version. */
  public HostedState without(String version) {
    Map<String, Kept> fewer = new TreeMap<>(versions);
    fewer.remove(version);
    return new HostedState(fewer, traffic);
  }
}
