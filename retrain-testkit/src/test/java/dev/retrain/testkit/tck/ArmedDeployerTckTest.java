package dev.retrain.testkit.tck;

import dev.retrain.api.backend.Capability;
import dev.retrain.api.rollout.TrafficSplit;
import java.nio.file.Path;

/** A deployer whose target has alarms of its own, held to what it declares. */
class ArmedDeployerTckTest extends FakeDeployerTckTest {

  @Override
  boolean declares(Capability capability) {
    return true;
  }

  @Override
  protected void alarm(Path place, String version) {
    deployer(place).route(TrafficSplit.all(version.equals("2") ? "1" : "2"));
  }
}
