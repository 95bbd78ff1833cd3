package dev.retrain.backend.local.endpoint;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Fraction;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.SettableClock;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rollback stays armed when the process that rolls out is killed. */
@Timeout(120)
class TakeoverTest {

  static final Rollout CANARY =
      Rollout.canary(percent(50))
          .observe(Duration.ofMinutes(30))
          .checkEvery(Duration.ofMinutes(1))
          .rollbackIf(RollbackRule.errorRateAbove(new Fraction(0.05)));

  @Test
  void theChampionHasAllTrafficWithinTwoChecksOfTheTakeover(@TempDir Path root) throws Exception {
    try (EmbeddedEndpoint endpoint =
        EmbeddedEndpoint.named(Rolling.ENDPOINT)
            .folder(EmbeddedEndpoint.folderIn(root, Rolling.ENDPOINT))
            .models(
                version ->
                    features -> {
                      if (version.version().equals("2")) {
                        throw new IllegalStateException("a bad challenger");
                      }
                      return 0.5;
                    })
            .start()) {
      try (Rolling first = new Rolling(root, SettableClock.at("2001-01-01T00:00:00Z"), CANARY)) {
        first.registerTwo();
        first.serveChampion(endpoint);
      }
      SettableClock clock = killedDuringTheCanary(endpoint, root);

      try (Rolling heir = new Rolling(root, clock, CANARY)) {
        assertThat(heir.retrainer.phase(Rolling.MODEL)).isEqualTo("rolling-out");
        for (int check = 0; check < 2; check++) {
          heir.retrainer.tick();
          clock.advance(CANARY.checkEvery());
        }

        assertThat(endpoint.deployer().split()).contains(TrafficSplit.all("1"));
        assertThat(heir.alias(ModelRegistry.CHAMPION)).contains("1");
        assertThat(heir.store.history(Rolling.MODEL, 0))
            .extracting(entry -> entry.decision().kind())
            .contains(Decision.Kind.ROLLED_BACK);
      }
    }
  }

  private static SettableClock killedDuringTheCanary(EmbeddedEndpoint endpoint, Path root)
      throws Exception {
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TakeoverChild.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = node.inputReader()) {
      String line = said.readLine();
      assertThat(line).startsWith("canary ");
      Client client = new Client(endpoint);
      for (int i = 0; i < 60; i++) {
        client.predict("key" + i, "{}");
      }
      return SettableClock.at(line.substring("canary ".length()));
    } finally {
      node.destroyForcibly();
      node.onExit().join();
    }
  }
}
