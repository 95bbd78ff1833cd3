package dev.retrain.backend.local.endpoint;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that outlives the endpoint's process, and what its administration shows.
 *
 * @param versions by their name
 * @param traffic empty before the first route
 */
record EndpointState(Map<String, Kept> versions, Optional<TrafficSplit> traffic) {

  /** A prepared version and what was counted for it. */
  record Kept(ModelVersion model, VersionHealth health) {}

  static final EndpointState EMPTY = new EndpointState(Map.of(), Optional.empty());

  EndpointState {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  EndpointState withTraffic(TrafficSplit split) {
    return new EndpointState(versions, Optional.of(split));
  }

  EndpointState with(Kept version) {
    Map<String, Kept> more = new TreeMap<>(versions);
    more.put(version.model().version(), version);
    return new EndpointState(more, traffic);
  }

  EndpointState without(String version) {
    Map<String, Kept> fewer = new TreeMap<>(versions);
    fewer.remove(version);
    return new EndpointState(fewer, traffic);
  }
}
