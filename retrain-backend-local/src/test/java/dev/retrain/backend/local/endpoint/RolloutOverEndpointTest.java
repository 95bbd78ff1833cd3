package dev.retrain.backend.local.endpoint;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every strategy, from the request to the alias, over an endpoint that answers real requests. */
@Timeout(120)
class RolloutOverEndpointTest {

  private static final int REQUESTS_A_MINUTE = 24;

  @TempDir Path root;
  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private EmbeddedEndpoint endpoint;
  private Rolling node;
  private Client client;
  private final Map<String, Mortal> loaded = new ConcurrentHashMap<>();
  private final CountDownLatch revived = new CountDownLatch(1);
  private volatile boolean broken;
  private int sent;

  private static Rollout rollout(String strategy) {
    Rollout rollout =
        switch (strategy) {
          case "canary" -> Rollout.canary(percent(25), percent(50));
          case "linear" -> Rollout.linear(percent(40), Duration.ofMinutes(4));
          case "blue-green" -> Rollout.blueGreen(Duration.ofMinutes(4));
          case "ab-test" -> Rollout.abTest(percent(50), "accuracy");
          case "shadow" -> Rollout.shadow(percent(100));
          default -> Rollout.allAtOnce();
        };
    return rollout
        .observe(Duration.ofMinutes(4))
        .checkEvery(Duration.ofMinutes(1))
        .warmUp(Duration.ofMinutes(1))
        .minimumRequests(10)
        .rollbackIf(
            RollbackRule.errorRateAbove(new Fraction(0.2)),
            RollbackRule.drop("accuracy", Margin.absolute(0.1)));
  }

  private void begin(String strategy) {
    endpoint =
        EmbeddedEndpoint.named(Rolling.ENDPOINT)
            .folder(EmbeddedEndpoint.folderIn(root, Rolling.ENDPOINT))
            .models(version -> loaded(version.version()))
            .machineLoad(() -> 0)
            .start();
    node = new Rolling(root, clock, rollout(strategy));
    client = new Client(endpoint);
    node.registerTwo();
    node.serveChampion(endpoint);
    minute();
  }

  private Mortal loaded(String version) throws InterruptedException {
    Mortal before = loaded.get(version);
    if (before != null && !before.alive) {
      revived.await();
    }
    Mortal model = new Mortal(version);
    loaded.put(version, model);
    return model;
  }

  /** A model that can die; loaded again, it lives. */
  private final class Mortal implements ServedModel {
    private final String version;
    private volatile boolean alive = true;

    Mortal(String version) {
      this.version = version;
    }

    @Override
    public double score(Map<String, Object> features) {
      if (!alive) {
        throw new IllegalStateException("its process died");
      }
      return RolloutOverEndpointTest.this.score(version);
    }

    @Override
    public boolean isHealthy() {
      return alive;
    }
  }

  /** The champion is right in six of ten cases, the challenger always, or it fails. */
  private double score(String version) {
    if (version.equals("2")) {
      if (broken) {
        throw new IllegalStateException("a bad challenger");
      }
      return 1;
    }
    return sent % 10 < 6 ? 1 : 0;
  }

  @AfterEach
  void end() {
    node.close();
    endpoint.close();
  }

  private void minute() {
    long copies = requests("2");
    for (int i = 0; i < REQUESTS_A_MINUTE; i++) {
      sent++;
      Client.Reply reply = client.predictAs("id" + sent, "{}");
      if (reply.status() == 200) {
        client.outcome("id" + sent, 1);
      }
    }
    boolean shadow = endpoint.deployer().split().filter(t -> !t.mirrored().isEmpty()).isPresent();
    if (shadow) {
      Await.until(
          "every copy to be counted",
          Duration.ofMinutes(1),
          () -> requests("2"),
          counted -> counted >= copies + REQUESTS_A_MINUTE);
    }
    clock.advance(Duration.ofMinutes(1));
    node.retrainer.tick();
  }

  private void second() {
    clock.advance(Duration.ofSeconds(1));
    node.retrainer.tick();
  }

  private long requests(String version) {
    var health = endpoint.deployer().health().get(version);
    return health == null ? 0 : health.requests();
  }

  private void minutes(int most) {
    for (int i = 0; i < most && node.retrainer.phase(Rolling.MODEL).equals("rolling-out"); i++) {
      minute();
    }
  }

  /** Ticks until the challenger has loaded and the first stage has begun. */
  private void asked(RetrainingRequest.Verb verb) {
    node.ask(verb);
    do {
      clock.advance(Duration.ofSeconds(1));
      node.retrainer.tick();
    } while (node.retrainer.phase(Rolling.MODEL).startsWith("rolling")
        && log().get(log().size() - 1).kind() != Kind.STAGE);
  }

  private List<Decision> log() {
    return node.store.history(Rolling.MODEL, 0).stream()
        .map(StateStore.LogEntry::decision)
        .toList();
  }

  private void assertLive(String version) {
    assertThat(node.alias(ModelRegistry.CHAMPION)).contains(version);
    assertThat(endpoint.deployer().split()).contains(TrafficSplit.all(version));
    assertThat(node.retrainer.phase(Rolling.MODEL)).isEqualTo("idle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "linear", "blue-green", "ab-test", "shadow", "all-at-once"})
  void aGoodChallengerIsPromotedSentBackByHandAndPromotedAgain(String strategy) {
    begin(strategy);
    asked(RetrainingRequest.Verb.PROMOTE);
    minutes(20);
    assertLive("2");
    assertThat(node.alias(ModelRegistry.PREVIOUS)).contains("1");

    node.ask(RetrainingRequest.Verb.ROLL_BACK);
    minute();
    assertLive("1");

    asked(RetrainingRequest.Verb.PROMOTE);
    minutes(20);
    assertLive("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "linear", "blue-green", "ab-test", "shadow", "all-at-once"})
  void aBrokenChallengerIsBackWithinTwoChecks(String strategy) {
    begin(strategy);
    broken = true;
    asked(RetrainingRequest.Verb.PROMOTE);
    minutes(2);

    assertLive("1");
    assertThat(endpoint.deployer().health()).containsOnlyKeys("1");
    assertThat(log().get(log().size() - 1).rule()).startsWith("rollback: error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "shadow"})
  void aChampionThatDiesIsServedForUntilItAnswersAgain(String strategy) {
    begin(strategy);
    asked(RetrainingRequest.Verb.PROMOTE);
    minute();
    TrafficSplit stage = endpoint.deployer().split().orElseThrow();
    Mortal died = loaded.get("1");
    died.alive = false;
    second();

    assertThat(endpoint.deployer().split()).contains(TrafficSplit.all("2"));
    assertThat(client.get("/health").status()).isEqualTo(200);
    assertThat(log().get(log().size() - 1).what())
        .isEqualTo("version 2 has all the traffic until version 1 answers again");

    revived.countDown();
    while (!endpoint.deployer().health().get("1").ready()) {
      second();
    }
    second();
    assertThat(loaded.get("1")).isNotSameAs(died);
    assertThat(endpoint.deployer().split()).contains(stage);
    minutes(30);
    assertLive("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "shadow"})
  void aPersonHoldsItAndEndsIt(String strategy) {
    begin(strategy);
    asked(RetrainingRequest.Verb.PROMOTE);
    node.ask(RetrainingRequest.Verb.PAUSE);
    for (int i = 0; i < 8; i++) {
      clock.advance(Duration.ofMinutes(1));
      node.retrainer.tick();
    }
    assertThat(node.retrainer.phase(Rolling.MODEL)).isEqualTo("rolling-out");
    node.ask(RetrainingRequest.Verb.RESUME);
    node.ask(RetrainingRequest.Verb.ROLL_BACK);
    node.retrainer.tick();
    assertLive("1");
  }
}
