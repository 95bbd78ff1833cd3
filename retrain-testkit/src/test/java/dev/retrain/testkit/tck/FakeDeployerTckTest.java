package dev.retrain.testkit.tck;

import dev.retrain.api.metric.Percent;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.testkit.FakeDeployer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The deployer without a target, held to the contract of deployers. */
class FakeDeployerTckTest extends DeployerTck {

  private final Map<Path, FakeDeployer> targets = new HashMap<>();

  @Override
  protected Deployer deployer(Path place) {
    return targets.computeIfAbsent(place, path -> new FakeDeployer());
  }

  @Override
  protected void send(Path place, int requests) {
    FakeDeployer target = targets.get(place);
    TrafficSplit split = target.split().orElseThrow();
    answered(target, split.live(), requests);
    answered(target, split.mirrored(), requests);
  }

  private static void answered(FakeDeployer target, Map<String, Percent> shares, int requests) {
    shares.forEach(
        (version, share) ->
            target.answered(
                version, (int) (requests * share.value() / 100), 0, Duration.ofMillis(3)));
  }
}
