package dev.retrain.testkit.tck;

import dev.retrain.spi.deploy.Deployer;
import dev.retrain.testkit.FakeDeployer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A deployer whose changes settle later, held to the contract of deployers. */
class LateDeployerTckTest extends FakeDeployerTckTest {

  @Override
  protected Deployer deployer(Path place) {
    return ((FakeDeployer) super.deployer(place))
        .settlingAfter(Clock.systemUTC(), Duration.ofMillis(30));
  }
}
