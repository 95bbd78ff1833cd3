package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.steps.folder.FolderRegistry;
import dev.retrain.testkit.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint that people try rollouts on. */
class DemoEndpointTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path root;

  private static VersionHealth health(Deployer deployer, String version) {
    return deployer.health().getOrDefault(version, VersionHealth.ABSENT);
  }

  @Test
  void versionOneIsLiveAndVersionThreeFailsSomeOfItsRequests() {
    try (DemoEndpoint demo = DemoEndpoint.start(root, 2_000)) {
      Deployer deployer = demo.deployer();
      assertThat(deployer.split()).contains(TrafficSplit.all("1"));
      assertThat(demo.address().getHost()).isEqualTo("127.0.0.1");
      deployer.prepare(
          ApprovedModel.from(
              new FolderRegistry(root.resolve(".registry"), Clock.systemUTC())
                  .version("demo", "3")
                  .orElseThrow()));
      Await.until("version 3 to be ready", PATIENCE, () -> health(deployer, "3").ready(), r -> r);
      deployer.route(
          new TrafficSplit(Map.of("1", new Percent(50), "3", new Percent(50)), Map.of()));

      Await.until(
          "version 3 to have failed", PATIENCE, () -> health(deployer, "3").errors(), n -> n > 5);

      assertThat(health(deployer, "1").errors()).isZero();
      assertThat(health(deployer, "1").requests()).isPositive();
    }
  }

  @Test
  void anotherStartOnTheFolderKeepsItsTraffic() {
    try (DemoEndpoint first = DemoEndpoint.start(root, 10)) {
      assertThat(first.deployer().split()).isPresent();
    }

    try (DemoEndpoint second = DemoEndpoint.start(root, 10)) {
      assertThat(second.deployer().split()).contains(TrafficSplit.all("1"));
    }
  }
}
