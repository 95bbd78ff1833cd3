package dev.retrain.backend.local.endpoint;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.backend.local.endpoint.Versions.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.metric.Percent;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Challengers that misbehave in every way: the champion answers, and they are counted. */
@Timeout(180)
class HostileModelsTest {

  private static final int REQUESTS = 60;
  private static final Duration WITHIN = Duration.ofMillis(300);

  private static final ServingCommand SERVER =
      ServingCommand.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xmx64m",
              "-cp",
              System.getProperty("java.class.path"),
              HostileServer.class.getName())
          .within(Duration.ofSeconds(60), WITHIN, Duration.ofMillis(100));

  private final CountDownLatch never = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newFixedThreadPool(16);
  private final EmbeddedEndpoint endpoint =
      EmbeddedEndpoint.named("hostile")
          .models(version -> model(version.version()))
          .answerWithin(WITHIN.multipliedBy(2))
          .threads(4)
          .machineLoad(() -> 0)
          .start();
  private final Client client = new Client(endpoint);

  private ServedModel model(String name) throws Exception {
    return switch (name) {
      case "1" -> features -> 0.25;
      case "hangs-in-process" -> features -> hang();
      case "error" ->
          features -> {
            throw new StackOverflowError("a model's own");
          };
      case "health-error" ->
          new ServedModel() {
            private volatile boolean asked;

            @Override
            public double score(Map<String, Object> features) {
              asked = true;
              throw new NoClassDefFoundError("a model's own");
            }

            @Override
            public boolean isHealthy() {
              if (asked) {
                throw new AssertionError("a model's own");
              }
              return true;
            }
          };
      default -> SERVER.loader().load(Versions.version(name));
    };
  }

  /** Never returns, and does not listen to interrupts. */
  private double hang() {
    while (true) {
      try {
        never.await();
        return 0.5;
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  @AfterEach
  void close() {
    never.countDown();
    endpoint.close();
    callers.shutdownNow();
  }

  private VersionHealth health(String version) {
    return endpoint.deployer().health().get(version);
  }

  private List<Client.Reply> sent(String prefix) {
    List<CompletableFuture<Client.Reply>> all = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String key = prefix + i;
      all.add(CompletableFuture.supplyAsync(() -> client.predict(key, "{}"), callers));
    }
    return all.stream().map(CompletableFuture::join).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hang",
        "stall-after-headers",
        "endless-body",
        "endless-headers",
        "drip",
        "exit",
        "garbage",
        "no-json",
        "no-number",
        "hangs-in-process",
        "error",
        "health-error"
      })
  void theChampionAnswersAndTheChallengerIsCounted(String challenger) {
    ready(endpoint.deployer(), "1", challenger);
    endpoint.deployer().route(TrafficSplit.of(challenger, percent(50), "1"));

    List<Client.Reply> replies = sent("key-");

    long good = replies.stream().filter(reply -> reply.status() == 200).count();
    assertThat(replies).as("every request is answered").hasSize(REQUESTS);
    assertThat(health("1").requests()).as("all of the champion's are answered").isEqualTo(good);
    assertThat(health("1").errors()).isZero();
    assertThat(health(challenger).requests()).isEqualTo(REQUESTS - good).isPositive();
    assertThat(health(challenger).errors()).isEqualTo(health(challenger).requests());

    endpoint.deployer().route(TrafficSplit.all("1"));
    endpoint.deployer().retire(challenger);
    assertThat(sent("later-")).allMatch(reply -> reply.status() == 200);
    assertThat(client.get("/health").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "hangs-in-process", "error"})
  void aShadowThatMisbehavesIsCountedAndOthersAreCopiedTo(String shadow) {
    ready(endpoint.deployer(), "1", shadow);
    endpoint.deployer().route(TrafficSplit.all("1").mirroredTo(shadow, Percent.ALL));

    assertThat(sent("key-")).allMatch(reply -> reply.status() == 200);

    VersionHealth seen =
        Await.until(
            "several copies to be counted",
            Duration.ofMinutes(1),
            () -> health(shadow),
            health -> health.errors() >= 4);
    assertThat(seen.errors()).isEqualTo(seen.requests());
    assertThat(health("1").errors()).isZero();
  }

  @Test
  void aFloodOfOutputIsBoundedOnTheDiskAnErrorAndRemovedInTheEnd() throws Exception {
    ServedModel model = SERVER.loader().load(Versions.version("flood"));
    Path folder = dev.retrain.backend.local.process.PrivateFolder.ofThisUser();
    try {
      Path full =
          Await.until(
              "a log to be moved aside",
              Duration.ofMinutes(1),
              () -> logs(folder, ".log.1").stream().findFirst().orElse(folder),
              found -> !found.equals(folder));
      assertThat(Files.size(full)).isLessThanOrEqualTo(ModelLog.MOST_BYTES);
      Await.until(
          "the flood to be noticed", Duration.ofMinutes(1), model::isHealthy, health -> !health);
      assertThatThrownBy(() -> model.score(Map.of())).hasMessageContaining("prints more");
    } finally {
      model.close();
    }
    assertThat(logs(folder, ".log.1")).isEmpty();
  }

  private static List<Path> logs(Path folder, String ending) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
