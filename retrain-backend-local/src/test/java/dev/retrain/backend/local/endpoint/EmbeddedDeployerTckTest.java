package dev.retrain.backend.local.endpoint;

import dev.retrain.spi.deploy.Deployer;
import dev.retrain.testkit.tck.DeployerTck;
import dev.retrain.testkit.tck.ProofBasis;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Holds the deployer of the embedded endpoint to the contract of deployers. */
class EmbeddedDeployerTckTest extends DeployerTck {

  private final Map<Path, EmbeddedEndpoint> endpoints = new HashMap<>();

  @Override
  protected Optional<String> backend() {
    return Optional.of("local");
  }

  @Override
  protected ProofBasis proofBasis() {
    return ProofBasis.THIS_MACHINE;
  }

  private EmbeddedEndpoint endpoint(Path place) {
    return endpoints.computeIfAbsent(
        place,
        folder ->
            EmbeddedEndpoint.named("tck")
                .folder(folder)
                .models(version -> features -> 0.25)
                .machineLoad(() -> 0)
                .start());
  }

  @AfterEach
  void closeEndpoints() {
    endpoints.values().forEach(EmbeddedEndpoint::close);
  }

  @Override
  protected Deployer deployer(Path place) {
    return endpoint(place).deployer();
  }

  @Override
  protected void send(Path place, int requests) {
    Client client = new Client(endpoint(place));
    for (int i = 0; i < requests; i++) {
      client.predict("caller-" + i, "{}");
    }
  }
}
