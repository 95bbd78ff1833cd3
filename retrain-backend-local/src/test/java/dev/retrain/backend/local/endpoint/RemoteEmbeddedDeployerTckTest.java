package dev.retrain.backend.local.endpoint;

import dev.retrain.spi.deploy.Deployer;
import java.nio.file.Path;

/** Holds the deployer that another process uses to the same contract. */
class RemoteEmbeddedDeployerTckTest extends EmbeddedDeployerTckTest {

  @Override
  protected Deployer deployer(Path place) {
    super.deployer(place);
    return RemoteEmbeddedDeployer.of(place);
  }
}
