package dev.retrain.backend.local.endpoint;

import dev.retrain.spi.deploy.Deployer;
import java.nio.file.Path;

class EmbeddedDeployerTest extends DeployerContract {

  @Override
  Deployer deployerOf(EmbeddedEndpoint started, Path itsFolder) {
    return started.deployer();
  }
}
