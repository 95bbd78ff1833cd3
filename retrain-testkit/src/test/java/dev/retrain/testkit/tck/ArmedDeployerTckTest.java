package dev.retrain.testkit.tck;

import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.deploy.TrafficSplit;
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
