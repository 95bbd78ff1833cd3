package dev.retrain.backend.local.endpoint;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.Deployer;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Made-up registered versions. */
final class Versions {

  private Versions() {}

  static ModelVersion version(String name) {
    return new ModelVersion(
        "flights",
        name,
        Instant.EPOCH,
        URI.create("file:///models/" + name),
        Map.of(ModelVersion.RUN_TAG, "run-" + name, ModelVersion.GATE_TAG, "passed"),
        Set.of());
  }

  static ApprovedModel approved(String name) {
    return ApprovedModel.from(version(name));
  }

  /** Prepares versions and waits until they are ready. */
  static void ready(Deployer deployer, String... names) {
    for (String name : names) {
      deployer.prepare(approved(name));
      while (!deployer.health().get(name).ready()) {
        Thread.onSpinWait();
      }
    }
  }
}
