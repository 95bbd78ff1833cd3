package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.rollout.Target;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.deploy.Deployer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteEmbeddedDeployerTest extends DeployerContract {

  @Test
  void waitsForAnEndpointThatHasNotRunYet(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> RemoteEmbeddedDeployer.of(elsewhere).traffic())
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void findsAnEndpointThatWasStartedAgainElsewhere(@TempDir Path other) {
    Deployer deployer = RemoteEmbeddedDeployer.of(other);
    for (int start = 0; start < 2; start++) {
      try (EmbeddedEndpoint endpoint =
          EmbeddedEndpoint.named("other").folder(other).models(v -> f -> 0.5).start()) {
        assertThat(deployer.health()).isEmpty();
        assertThat(endpoint.name()).isEqualTo("other");
      }
      assertThatThrownBy(deployer::health)
          .isInstanceOf(TransientFailure.class)
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void localBackendsFindEndpointsByName(@TempDir Path root) {
    Path folder = EmbeddedEndpoint.folderIn(root, "flights-prod");
    try (EmbeddedEndpoint endpoint =
            EmbeddedEndpoint.named("flights-prod").folder(folder).models(v -> f -> 0.5).start();
        LocalBackend backend = LocalBackend.builder().artifactRoot(root).build()) {
      Versions.ready(backend.deployer(Target.endpoint("flights-prod")).orElseThrow(), "1");
      assertThat(endpoint.deployer().health()).containsOnlyKeys("1");
      assertThat(backend.deployer(Target.registryAlias("flights"))).isEmpty();
      assertThatThrownBy(() -> backend.deployer(Target.endpoint("../x")))
          .isInstanceOf(ConfigurationProblem.class);
    }
  }

  @Override
  Deployer deployerOf(EmbeddedEndpoint started, Path itsFolder) {
    return RemoteEmbeddedDeployer.of(itsFolder);
  }
}
