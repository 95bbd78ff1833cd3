package dev.retrain.backend.local.endpoint;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.backend.local.endpoint.Versions.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.metric.Percent;
import dev.retrain.backend.local.endpoint.Client.Reply;
import dev.retrain.serving.OutcomeMetric;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddedEndpointTest {

  private final CountDownLatch held = new CountDownLatch(1);
  private final Semaphore entered = new Semaphore(0);
  private final EmbeddedEndpoint endpoint =
      EmbeddedEndpoint.named("test")
          .models(version -> features -> score(version.version(), features))
          .maxInFlight(2)
          .machineLoad(() -> 0)
          .start();
  private final Client client = new Client(endpoint);

  private double score(String version, Map<String, Object> features) throws Exception {
    if (features.containsKey("fail")) {
      throw new IllegalArgumentException("asked to fail");
    }
    if (features.containsKey("nan")) {
      return Double.NaN;
    }
    if (features.containsKey("hold")) {
      entered.release();
      held.await();
    }
    return Double.parseDouble(version) / 10;
  }

  @AfterEach
  void stop() {
    held.countDown();
    endpoint.close();
  }

  private VersionHealth health(String version) {
    return endpoint.deployer().health().get(version);
  }

  @Test
  void answersWithScoreVersionAndId() {
    ready(endpoint.deployer(), "1");
    endpoint.deployer().route(TrafficSplit.all("1"));
    Reply reply = client.predictAs("flight-7", "{\"distance\": 300}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"id\":\"flight-7\",\"score\":0.1,\"version\":\"1\"}");
  }

  @Test
  void namesPredictionsThatHaveNoName() {
    ready(endpoint.deployer(), "1");
    endpoint.deployer().route(TrafficSplit.all("1"));
    assertThat(IntStream.range(0, 10).mapToObj(i -> client.predict("k", "{}").text("id")))
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsAKeyOnItsVersion() {
    ready(endpoint.deployer(), "1", "2");
    endpoint.deployer().route(TrafficSplit.of("2", percent(50), "1"));
    Set<String> seen = new HashSet<>();
    for (int user = 0; user < 20; user++) {
      String first = client.predict("user-" + user, "{}").text("version");
      assertThat(client.predict("user-" + user, "{}").text("version")).isEqualTo(first);
      seen.add(first);
    }
    assertThat(seen).containsExactlyInAnyOrder("1", "2");
    assertThat(health("1").requests() + health("2").requests()).isEqualTo(40);
  }

  @Test
  void answers503BeforeAnythingIsRouted() {
    ready(endpoint.deployer(), "1");
    assertThat(client.predict("k", "{}").status()).isEqualTo(503);
    assertThat(client.get("/health").status()).isEqualTo(503);
    endpoint.deployer().route(TrafficSplit.all("1"));
    assertThat(client.get("/health").status()).isEqualTo(200);
  }

  @Test
  void countsWhatAModelThrowsAndWhatIsNoNumberAsErrors() {
    ready(endpoint.deployer(), "1");
    endpoint.deployer().route(TrafficSplit.all("1"));
    assertThat(client.predict("k", "{\"fail\": true}").text("error"))
        .isEqualTo("version 1 failed: IllegalArgumentException: asked to fail");
    assertThat(client.predict("k", "{\"nan\": true}").status()).isEqualTo(500);
    client.predict("k", "{}");
    assertThat(health("1").requests()).isEqualTo(3);
    assertThat(health("1").errors()).isEqualTo(2);
  }

  @Test
  void countsARequestThatNobodyCouldAnswerForNobody() {
    ready(endpoint.deployer(), "1");
    endpoint.deployer().route(TrafficSplit.all("1"));
    for (String body : new String[] {"", "[1]", "{\"a\":", "{} {}", "\"text\""}) {
      assertThat(client.predict("k", body).status()).as(body).isEqualTo(400);
    }
    assertThat(client.predictAs("no spaces", "{}").status()).isEqualTo(400);
    assertThat(client.get("/predict").status()).isEqualTo(405);
    assertThat(client.get("/elsewhere").status()).isEqualTo(404);
    assertThat(health("1").requests()).isZero();
  }

  @Test
  void joinsOutcomesWithTheVersionThatPredicted() {
    ready(endpoint.deployer(), "1", "9");
    endpoint.deployer().route(TrafficSplit.all("1"));
    client.predictAs("a", "{}");
    endpoint.deployer().route(TrafficSplit.all("9"));
    client.predictAs("b", "{}");
    assertThat(client.outcome("a", 1).number("joined")).isEqualTo(1);
    assertThat(client.outcome("b", 1).number("joined")).isEqualTo(1);
    assertThat(client.outcome("b", 1).number("joined")).isZero();
    assertThat(client.outcome("unknown", 1).number("joined")).isZero();
    assertThat(health("1").outcomes().get("accuracy")).isEqualTo(new OutcomeTotals(1, 0, 0));
    assertThat(health("9").outcomes().get("accuracy")).isEqualTo(new OutcomeTotals(1, 1, 1));
  }

  @Test
  void refusesAnOutcomeWithoutIdOrLabel() {
    for (String body :
        new String[] {
          "{}", "{\"id\":\"a\"}", "{\"id\":1,\"label\":1}", "{\"id\":\"a\",\"label\":\"x\"}"
        }) {
      assertThat(client.send("POST", "/outcome", body, Map.of()).status()).as(body).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-7", "1e308", "0.5", "2", "1e999", "\"1\"", "null"})
  void refusesALabelThatIsNoClassWhereLabelsAreClasses(String label) {
    ready(endpoint.deployer(), "1");
    endpoint.deployer().route(TrafficSplit.all("1"));
    client.predictAs("a", "{}");

    Reply reply =
        client.send("POST", "/outcome", "{\"id\":\"a\",\"label\":" + label + "}", Map.of());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("a label is 0, 1, true or false here");
    assertThat(health("1").outcomes()).isEmpty();
    assertThat(client.outcome("a", 1).number("joined")).as("nothing was noted").isEqualTo(1);
  }

  @Test
  void takesNumbersAsLabelsOfARegressionWhileTheyCanBeAddedUp() {
    try (EmbeddedEndpoint regression =
        EmbeddedEndpoint.named("regression")
            .models(version -> features -> 3)
            .metrics(OutcomeMetric.regression())
            .start()) {
      ready(regression.deployer(), "1");
      regression.deployer().route(TrafficSplit.all("1"));
      Client caller = new Client(regression);
      caller.predictAs("a", "{}");
      caller.predictAs("b", "{}");

      assertThat(caller.outcome("a", 1e308).status()).isEqualTo(400);
      assertThat(caller.outcome("b", -7).number("joined")).isEqualTo(1);
      assertThat(regression.deployer().health().get("1").outcomes().get("mse").sum())
          .isEqualTo(100);
    }
  }

  @Test
  void copiesRequestsToAShadowAndDropsItsAnswers() {
    ready(endpoint.deployer(), "1", "2");
    endpoint.deployer().route(TrafficSplit.all("1").mirroredTo("2", Percent.ALL));
    for (int i = 0; i < 50; i++) {
      assertThat(client.predictAs("r" + i, "{}").text("version")).isEqualTo("1");
      client.outcome("r" + i, 0);
    }
    while (health("2").requests() < 50) {
      Thread.onSpinWait();
    }
    while (health("2").outcomes().get("brier").count() < 50) {
      Thread.onSpinWait();
    }
    assertThat(health("1").requests()).isEqualTo(50);
    assertThat(health("1").outcomes().get("brier").count()).isEqualTo(50);
  }

  @Test
  void turnsAwayWhatIsTooMuchAndTakesTheRest() throws Exception {
    ready(endpoint.deployer(), "1");
    endpoint.deployer().route(TrafficSplit.all("1"));
    var first = CompletableFuture.supplyAsync(() -> client.predict("a", "{\"hold\": 1}"));
    var second = CompletableFuture.supplyAsync(() -> client.predict("b", "{\"hold\": 1}"));
    entered.acquire(2);
    assertThat(client.predict("c", "{}").status()).isEqualTo(503);
    assertThat(client.get("/metrics").number("refused")).isEqualTo(1);
    held.countDown();
    assertThat(first.join().status()).isEqualTo(200);
    assertThat(second.join().status()).isEqualTo(200);
  }

  @Test
  void retiringWaitsForTheLastAnswer() throws Exception {
    ready(endpoint.deployer(), "1", "2");
    endpoint.deployer().route(TrafficSplit.all("1"));
    var last = CompletableFuture.supplyAsync(() -> client.predict("a", "{\"hold\": 1}"));
    entered.acquire();
    endpoint.deployer().route(TrafficSplit.all("2"));
    var retired = CompletableFuture.runAsync(() -> endpoint.deployer().retire("1"));
    while (endpoint.deployer().health().get("1").ready()) {
      Thread.onSpinWait();
    }
    assertThat(retired).isNotDone();
    held.countDown();
    retired.join();
    assertThat(last.join().text("version")).isEqualTo("1");
    assertThat(endpoint.deployer().health()).containsOnlyKeys("2");
  }

  @Test
  void showsTheCountsOfEveryVersion() {
    ready(endpoint.deployer(), "1");
    endpoint.deployer().route(TrafficSplit.all("1"));
    client.predictAs("a", "{}");
    client.outcome("a", 0);
    assertThat(client.get("/metrics").body())
        .contains("\"endpoint\":\"test\"")
        .contains("\"requests\":1")
        .contains("\"traffic_percent\":100")
        .contains("\"accuracy\":{\"count\":1,\"mean\":1}");
  }

  @Test
  void refusesToStartWithoutModels() {
    assertThatThrownBy(() -> EmbeddedEndpoint.named("x").start()).hasMessageContaining("models");
  }
}
