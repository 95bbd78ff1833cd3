package dev.retrain.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.StateStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakesTest {

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");

  @Test
  void aLeaseEndsByItselfAndItsTokenGrows() {
    Leases leases = new InMemoryLeases(clock);
    Leases.Lease first = leases.acquire("loop", Duration.ofSeconds(30)).orElseThrow();
    assertThat(leases.acquire("loop", Duration.ofSeconds(30))).isEmpty();

    clock.advance(Duration.ofSeconds(30));
    Leases.Lease second = leases.acquire("loop", Duration.ofSeconds(30)).orElseThrow();

    assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
    assertThat(first.renew(Duration.ofSeconds(30))).isFalse();
    assertThat(second.renew(Duration.ofSeconds(60))).isTrue();
    assertThat(second.expires()).isEqualTo(clock.instant().plusSeconds(60));
    first.close();
    assertThat(leases.acquire("loop", Duration.ofSeconds(30))).isEmpty();
    second.close();
    assertThat(leases.acquire("loop", Duration.ofSeconds(30))).isPresent();
  }

  @Test
  void aStoreSavesOnlyWhatIsUnchanged() {
    StateStore store = new InMemoryStateStore();

    assertThat(store.saveIfUnchanged("a/1", 0, "{}", List.of())).isTrue();
    assertThat(store.saveIfUnchanged("a/1", 0, "{}", List.of())).isFalse();
    assertThat(store.saveIfUnchanged("a/1", 1, "{\"x\":1}", List.of())).isTrue();
    assertThat(store.load("a/1")).contains(new StateStore.Snapshot(2, "{\"x\":1}"));
    assertThat(store.keys("a/")).containsExactly("a/1");
    assertThat(store.keys("b/")).isEmpty();
  }

  @Test
  void aRegistryGivesOneVersionPerRunAndMovesAliasesIfTheyAreWhereExpected() {
    ModelRegistry registry = new InMemoryModelRegistry(clock);
    ModelVersion first = registry.register("m", "run-a", URI.create("file:/a"), Map.of("k", "v"));
    assertThat(registry.register("m", "run-a", URI.create("file:/b"), Map.of())).isEqualTo(first);
    ModelVersion second = registry.register("m", "run-b", URI.create("file:/b"), Map.of());

    assertThat(registry.moveAlias("m", "champion", Optional.of("9"), Optional.of("1"))).isFalse();
    assertThat(registry.moveAlias("m", "champion", Optional.empty(), Optional.of("1"))).isTrue();
    assertThat(registry.byAlias("m", "champion").orElseThrow().aliases())
        .containsExactly("champion");
    assertThat(registry.versions("m"))
        .extracting(ModelVersion::version)
        .containsExactly(second.version(), first.version());
    registry.tag("m", "2", Map.of("seen", "yes"));
    assertThat(registry.version("m", "2").orElseThrow().tags()).containsEntry("seen", "yes");
    assertThatThrownBy(() -> registry.tag("m", "3", Map.of())).isInstanceOf(PermanentFailure.class);
    assertThat(registry.moveAlias("m", "champion", Optional.of("1"), Optional.empty())).isTrue();
    assertThat(registry.byAlias("m", "champion")).isEmpty();
  }

  @Test
  void aDeployerRoutesOnlyToWhatIsReadyAndRetiresOnlyWhatIsIdle() {
    FakeDeployer target = new FakeDeployer().preparesSlowly();
    ModelVersion version =
        new ModelVersion(
            "m",
            "1",
            clock.instant(),
            URI.create("file:/m"),
            Map.of(ModelVersion.RUN_TAG, "r", ModelVersion.GATE_TAG, "passed"),
            java.util.Set.of());
    target.prepare(ApprovedModel.from(version));
    assertThatThrownBy(() -> target.route(TrafficSplit.all("1"))).hasMessageContaining("not ready");

    target.makeReady("1");
    target.route(TrafficSplit.all("1"));
    target.answered("1", 10, 2, Duration.ofMillis(5));
    target.outcome("1", "accuracy", 1, 4);

    assertThat(target.split()).contains(TrafficSplit.all("1"));
    assertThat(target.health().get("1").errors()).isEqualTo(2);
    assertThat(target.health().get("1").outcomes().get("accuracy").count()).isEqualTo(4);
    assertThatThrownBy(() -> target.retire("1")).hasMessageContaining("still has 100 %");
    assertThat(target.calls()).containsExactly("prepare 1", "route 1: 100 %");
  }

  @Test
  void metricsWindowsAndFlagsGiveWhatWasPut() {
    Instant now = clock.instant();
    FixedMetrics metrics =
        new FixedMetrics().put("auc", now, 0.7).put("auc", now.plusSeconds(60), 0.6);

    assertThat(metrics.read("auc", now, now.plusSeconds(60))).hasSize(1);
    assertThat(metrics.read("auc", now, now)).isEmpty();
    assertThat(metrics.read("f1", now, now.plusSeconds(60))).isEmpty();

    FixedFlags flags = new FixedFlags().set("f", false).set("f", true).set("f", true);
    assertThat(flags.flag("f").orElseThrow().version()).isEqualTo("2");
    assertThat(flags.flag("g")).isEmpty();
  }

  @Test
  void aListenerSeesEveryCallAndMayFailIt() {
    List<String> calls = new ArrayList<>();
    StateStore store =
        CallInterceptor.calls(
            StateStore.class,
            new InMemoryStateStore(),
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                calls.add(call);
                if (call.equals("StateStore.keys")) {
                  throw new TransientFailure("no");
                }
              }
            });

    store.load("x");

    assertThatThrownBy(() -> store.keys("")).isInstanceOf(TransientFailure.class);
    assertThat(calls).containsExactly("StateStore.load", "StateStore.keys");
    assertThat(store.toString()).contains("InMemoryStateStore");
  }

  @Test
  void aClockMovesInEveryZoneAtOnce() {
    var elsewhere = clock.withZone(java.time.ZoneId.of("Europe/Paris"));
    clock.advance(Duration.ofHours(1));
    assertThat(elsewhere.instant()).isEqualTo(Instant.parse("2001-01-01T01:00:00Z"));
    clock.set(Instant.EPOCH);
    assertThat(clock).hasToString("clock at 1970-01-01T00:00:00Z");
    assertThat(elsewhere.getZone().getId()).isEqualTo("Europe/Paris");
  }
}
