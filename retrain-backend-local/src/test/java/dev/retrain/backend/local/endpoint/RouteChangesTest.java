package dev.retrain.backend.local.endpoint;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.backend.local.endpoint.Versions.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.backend.local.endpoint.Client.Reply;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counting is exact while traffic moves: what clients saw is what the endpoint counted. */
@Timeout(120)
class RouteChangesTest {

  private static final int CLIENTS = 4;
  private static final int CHANGES = 100;

  @TempDir Path folder;

  private EmbeddedEndpoint.Builder endpoint() {
    return EmbeddedEndpoint.named("test").folder(folder).models(version -> features -> 0.5);
  }

  @Test
  void losesAndDoublesNoRequestThroughAHundredRouteChanges() {
    exactThroughRouteChanges(endpoint());
  }

  @Test
  void norWhereTheReadingThreadAnswers() {
    exactThroughRouteChanges(endpoint().quickModels());
  }

  private static void exactThroughRouteChanges(EmbeddedEndpoint.Builder settings) {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (EmbeddedEndpoint endpoint = settings.start()) {
      Deployer deployer = endpoint.deployer();
      ready(deployer, "1", "2", "3");
      deployer.route(TrafficSplit.all("1"));
      AtomicBoolean over = new AtomicBoolean();
      List<CompletableFuture<Map<String, Long>>> clients = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        String prefix = "client-" + c + "-";
        clients.add(CompletableFuture.supplyAsync(() -> answers(endpoint, prefix, over), threads));
      }
      for (int change = 0; change < CHANGES; change++) {
        long before = requests(deployer);
        deployer.route(split(change));
        while (requests(deployer) < before + 20) {
          Thread.onSpinWait();
        }
      }
      over.set(true);
      Map<String, Long> seen = new TreeMap<>();
      clients.forEach(
          client ->
              client.join().forEach((version, count) -> seen.merge(version, count, Long::sum)));
      Map<String, Long> counted = new TreeMap<>();
      deployer.health().forEach((version, health) -> counted.put(version, health.requests()));
      assertThat(counted).isEqualTo(seen).containsOnlyKeys("1", "2", "3");
      assertThat(deployer.health().values()).allMatch(health -> health.errors() == 0);
      assertThat(deployer.health().values())
          .allMatch(health -> health.outcomes().get("brier").count() == health.requests());
    } finally {
      threads.shutdownNow();
    }
  }

  private static TrafficSplit split(int change) {
    return switch (change % 4) {
      case 0 -> TrafficSplit.of("2", percent(5), "1");
      case 1 -> TrafficSplit.of("2", percent(50), "1");
      case 2 -> TrafficSplit.all("3");
      default -> TrafficSplit.of("3", percent(20), "2");
    };
  }

  private static long requests(Deployer deployer) {
    return deployer.health().values().stream().mapToLong(VersionHealth::requests).sum();
  }

  /** Predicts until it is over and gives how many answers came from which version. */
  private static Map<String, Long> answers(
      EmbeddedEndpoint endpoint, String prefix, AtomicBoolean over) {
    Client client = new Client(endpoint);
    Map<String, Long> seen = new TreeMap<>();
    for (int i = 0; !over.get(); i++) {
      String id = prefix + i;
      Reply reply = client.predictAs(id, "{}");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text("id")).isEqualTo(id);
      seen.merge(reply.text("version"), 1L, Long::sum);
      assertThat(client.outcome(id, 1).number("joined")).isEqualTo(1);
    }
    return seen;
  }
}
