package dev.retrain.runtime.resource;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficResolution;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Map;
import java.util.Optional;

/** A deployer whose versions are recorded before they are prepared. */
public final class RecordingDeployer implements Deployer {

  private final Deployer deployer;
  private final Target target;
  private final Recording recording;

  /** Creates the deployer; closing it closes the other. */
  public RecordingDeployer(Deployer deployer, Target target, Recording recording) {
    this.deployer = deployer;
    this.target = target;
    this.recording = recording;
  }

  @Override
  public void prepare(ApprovedModel model) {
    recording.deployment(target, model);
    deployer.prepare(model);
  }

  @Override
  public void route(TrafficSplit split) {
    deployer.route(split);
  }

  @Override
  public Optional<Traffic> traffic() {
    return deployer.traffic();
  }

  @Override
  public Optional<TrafficSplit> split() {
    return deployer.split();
  }

  @Override
  public TrafficResolution resolution() {
    return deployer.resolution();
  }

  @Override
  public Map<String, VersionHealth> health() {
    return deployer.health();
  }

  @Override
  public Map<String, VersionHealth> health(HealthQuery query) {
    return deployer.health(query);
  }

  @Override
  public LatencyForm latency() {
    return deployer.latency();
  }

  @Override
  public Optional<String> problem(String version) {
    return deployer.problem(version);
  }

  @Override
  public void retire(String version) {
    deployer.retire(version);
  }

  @Override
  public void close() {
    deployer.close();
  }
}
