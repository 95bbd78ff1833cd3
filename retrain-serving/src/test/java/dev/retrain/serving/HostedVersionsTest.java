package dev.retrain.serving;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HostedVersionsTest {

  private final List<HostedState> kept = new ArrayList<>();
  private final Set<String> unhealthy = new java.util.concurrent.ConcurrentSkipListSet<>();
  private final ConcurrentLinkedQueue<String> released = new ConcurrentLinkedQueue<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final HostedVersions<String> versions = hosted(Duration.ofSeconds(5));

  private HostedVersions<String> hosted(Duration drain) {
    return new HostedVersions<>(
        new ModelHosting<>() {
          @Override
          public String load(ModelVersion version) throws Exception {
            if (version.version().equals("broken")) {
              throw new IllegalStateException("no file");
            }
            if (version.version().equals("slow")) {
              slow.await();
            }
            return "model " + version.version();
          }

          @Override
          public boolean isHealthy(String model) {
            return !unhealthy.contains(model);
          }

          @Override
          public void release(String model) {
            released.add(model);
          }
        },
        OutcomeMetric.binary(),
        kept::add,
        drain);
  }

  private static ApprovedModel approved(String version, String artifact) {
    return ApprovedModel.from(
        new ModelVersion(
            "m",
            version,
            Instant.EPOCH,
            URI.create(artifact),
            Map.of(ModelVersion.RUN_TAG, "r", ModelVersion.GATE_TAG, "passed"),
            Set.of()));
  }

  private static void ready(HostedVersions<String> hosted, String... names) throws Exception {
    for (String name : names) {
      hosted.prepare(approved(name, "file:///" + name));
      assertThat(hosted.version(name).orElseThrow().awaitLoaded(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void servesNobodyBeforeTheFirstRoute() throws Exception {
    ready(versions, "1");
    assertThat(versions.enter("k")).isEmpty();
    assertThat(versions.enterMirrors("k")).isEmpty();
    assertThat(versions.isServing()).isFalse();
    assertThat(versions.split()).isEmpty();
  }

  @Test
  void servesAKeyByTheVersionOfItsSplit() throws Exception {
    ready(versions, "1", "2");
    versions.route(TrafficSplit.all("2").mirroredTo("1", percent(100)));
    HostedVersion<String> version = versions.enter("k").orElseThrow();
    assertThat(version.model()).contains("model 2");
    assertThat(versions.enterMirrors("k")).extracting(v -> v.registered().version()).contains("1");
    assertThat(versions.isServing()).isTrue();
  }

  @Test
  void refusesWhatIsNotReadyAndSaysWhy() throws Exception {
    ready(versions, "1", "broken");
    versions.prepare(approved("slow", "file:///slow"));
    versions.route(TrafficSplit.all("1"));
    for (String name : List.of("broken", "slow", "absent")) {
      assertThatThrownBy(() -> versions.route(TrafficSplit.of(name, percent(5), "1")))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining(name);
    }
    assertThatThrownBy(() -> versions.route(TrafficSplit.all("broken")))
        .hasMessageContaining("no file");
    assertThat(versions.split()).contains(TrafficSplit.all("1"));
    slow.countDown();
  }

  @Test
  void aSickVersionIsNotReady() throws Exception {
    ready(versions, "1");
    versions.route(TrafficSplit.all("1"));
    unhealthy.add("model 1");
    assertThat(versions.health().get("1").ready()).isFalse();
    assertThat(versions.isServing()).isFalse();
  }

  @Test
  void preparingADeadVersionAgainLoadsItInItsPlaceWithItsCounts() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    Set<String> dead = new java.util.concurrent.ConcurrentSkipListSet<>();
    BlockingQueue<String> freed = new LinkedBlockingQueue<>();
    HostedVersions<String> hosted =
        new HostedVersions<>(
            new ModelHosting<>() {
              @Override
              public String load(ModelVersion version) {
                if (loads.incrementAndGet() == 2) {
                  throw new IllegalStateException("no port");
                }
                return "load " + loads.get();
              }

              @Override
              public boolean isHealthy(String model) {
                return !dead.contains(model);
              }

              @Override
              public void release(String model) {
                freed.add(model);
              }
            },
            Map.of(),
            state -> {},
            Duration.ZERO);
    ready(hosted, "1");
    hosted.route(TrafficSplit.all("1"));
    HostedVersion<String> version = hosted.version("1").orElseThrow();
    version.counter().answered(Duration.ofMillis(3));
    hosted.prepare(approved("1", "file:///1"));
    assertThat(loads).hasValue(1);

    dead.add("load 1");
    hosted.prepare(approved("1", "file:///1"));
    while (version.problem().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(version.problem()).contains("IllegalStateException: no port");
    while (!version.isReady()) {
      hosted.prepare(approved("1", "file:///1"));
    }

    String live = version.model().orElseThrow();
    assertThat(version.problem()).isEmpty();
    assertThat(version.health().requests()).isEqualTo(1);
    // The dead model is freed after the new one answers, by the thread that loaded it.
    assertThat(freed.poll(30, TimeUnit.SECONDS)).isEqualTo("load 1");
    assertThat(freed).doesNotContain(live, "load 2");
    assertThat(hosted.isServing()).isTrue();
  }

  @Test
  void keepsEveryChangeBeforeItIsSeen() throws Exception {
    HostedVersions<String> refusing =
        new HostedVersions<>(
            version -> "m",
            Map.of(),
            state -> {
              if (state.traffic().isPresent()) {
                throw new TransientFailure("disk full");
              }
            },
            Duration.ZERO);
    ready(refusing, "1");
    assertThatThrownBy(() -> refusing.route(TrafficSplit.all("1")))
        .isInstanceOf(TransientFailure.class);
    assertThat(refusing.split()).isEmpty();
  }

  @Test
  void comesBackWithCountsAndTraffic() throws Exception {
    ready(versions, "1");
    versions.route(TrafficSplit.all("1"));
    versions.version("1").orElseThrow().counter().answered(Duration.ofMillis(3));
    versions.count(List.of(new PredictionJoin.Joined("1", 0.9, 1)));
    versions.count(List.of(new PredictionJoin.Joined("gone", 0.9, 1)));
    versions.checkpoint();
    HostedVersions<String> again = hosted(Duration.ZERO);
    for (HostedVersion<String> version : again.restore(kept.get(kept.size() - 1))) {
      version.awaitLoaded(Duration.ofSeconds(20));
    }
    assertThat(again.split()).contains(TrafficSplit.all("1"));
    assertThat(again.health()).usingRecursiveComparison().isEqualTo(versions.health());
    assertThat(again.health().get("1").requests()).isEqualTo(1);
  }

  @Test
  void retiresInTwoStepsWhenRequestsAreSlow() throws Exception {
    HostedVersions<String> hasty = hosted(Duration.ZERO);
    ready(hasty, "1", "2");
    hasty.route(TrafficSplit.all("1"));
    HostedVersion<String> inside = hasty.enter("k").orElseThrow();
    assertThatThrownBy(() -> hasty.retire("1")).isInstanceOf(PermanentFailure.class);
    hasty.route(TrafficSplit.all("2"));
    assertThatThrownBy(() -> hasty.retire("1"))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("1 requests");
    assertThat(released).isEmpty();
    assertThatThrownBy(() -> hasty.prepare(approved("1", "file:///1")))
        .isInstanceOf(TransientFailure.class);
    assertThatThrownBy(() -> hasty.route(TrafficSplit.all("1")))
        .isInstanceOf(PermanentFailure.class);
    inside.leave();
    hasty.retire("1");
    hasty.retire("1");
    assertThat(released).containsExactly("model 1");
    assertThat(hasty.health()).containsOnlyKeys("2");
  }

  @Test
  void aModelThatIsLoadedAfterItsRetirementIsFreed() throws Exception {
    versions.prepare(approved("slow", "file:///slow"));
    HostedVersion<String> version = versions.version("slow").orElseThrow();
    versions.retire("slow");
    slow.countDown();
    version.awaitLoaded(Duration.ofSeconds(20));
    assertThat(released).containsExactly("model slow");
    assertThat(version.model()).isEmpty();
  }

  @Test
  void refusesAnotherModelUnderAKnownVersion() throws Exception {
    ready(versions, "1");
    versions.prepare(approved("1", "file:///1"));
    assertThatThrownBy(() -> versions.prepare(approved("1", "file:///other")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("file:///other");
  }

  @Test
  void shutsDownOnceAndClosesAsOftenAsOneLikes() throws Exception {
    ready(versions, "1");
    versions.route(TrafficSplit.all("1"));
    versions.close();
    assertThat(versions.enter("k")).isPresent().get().satisfies(HostedVersion::leave);
    versions.shutDown();
    assertThat(versions.enter("k")).isEmpty();
    assertThat(released).containsExactly("model 1");
  }

  /** Every request is served once, by a version that is up, whatever changes around it. */
  @Test
  void losesAndDoublesNothingWhileVersionsComeAndGo() throws Exception {
    ready(versions, "a", "b");
    versions.route(TrafficSplit.all("a"));
    LongAdder served = new LongAdder();
    LongAdder missed = new LongAdder();
    LongAdder entered = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    Map<String, LongAdder> byVersion = new java.util.concurrent.ConcurrentHashMap<>();
    for (int c = 0; c < 3; c++) {
      Thread client =
          new Thread(
              () -> {
                for (int i = 0; !over.get(); i++) {
                  entered.increment();
                  HostedVersion<String> version = versions.enter("k" + i % 97).orElseThrow();
                  if (version.model().isEmpty()) {
                    missed.increment();
                  }
                  version.counter().answered(Duration.ofMillis(1));
                  byVersion
                      .computeIfAbsent(version.registered().version(), v -> new LongAdder())
                      .increment();
                  served.increment();
                  version.leave();
                }
              });
      client.start();
      clients.add(client);
    }
    long counted = 0;
    for (int change = 0; change < 200; change++) {
      String up = change % 2 == 0 ? "b" : "a";
      String down = change % 2 == 0 ? "a" : "b";
      ready(versions, up);
      versions.route(TrafficSplit.of(up, percent(50), down));
      versions.route(TrafficSplit.all(up));
      HostedVersion<String> leaving = versions.version(down).orElseThrow();
      versions.retire(down);
      counted += leaving.health().requests();
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    counted += versions.health().values().stream().mapToLong(VersionHealth::requests).sum();
    assertThat(missed.sum()).isZero();
    assertThat(served.sum()).isEqualTo(entered.sum()).isEqualTo(counted).isPositive();
    assertThat(byVersion.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(counted);
  }
}
