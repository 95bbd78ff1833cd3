package dev.retrain.backend.local.endpoint;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.rollout.Deployer;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets traffic of an endpoint in this process. Closing it leaves the endpoint as it is.
 * Thread-safe.
 */
final class EmbeddedDeployer implements Deployer {

  private final String endpoint;
  private final VersionTable table;

  EmbeddedDeployer(String endpoint, VersionTable table) {
    this.endpoint = endpoint;
    this.table = table;
  }

  @Override
  public void prepare(ApprovedModel model) {
    table.prepare(model.version());
  }

  @Override
  public void route(TrafficSplit split) {
    table.route(split);
    EndpointLog.routed(endpoint, split);
  }

  @Override
  public Optional<TrafficSplit> traffic() {
    return table.traffic();
  }

  @Override
  public Map<String, VersionHealth> health() {
    Map<String, VersionHealth> health = new TreeMap<>();
    table.state().versions().forEach((version, kept) -> health.put(version, kept.health()));
    return health;
  }

  @Override
  public void retire(String version) {
    table.retire(version);
  }

  @Override
  public void close() {}
}
