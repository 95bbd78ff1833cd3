package dev.retrain.backend.local.endpoint;

import dev.retrain.api.rollout.Deployer;
import java.nio.file.Path;

class RemoteEmbeddedDeployerTest extends DeployerContract {

  @Override
  Deployer deployerOf(EmbeddedEndpoint started, Path itsFolder) {
    return RemoteEmbeddedDeployer.find(itsFolder).orElseThrow();
  }
}
