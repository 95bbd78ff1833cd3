package dev.retrain.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcStoreTest {

  @TempDir Path folder;
  private final List<StateStore> open = new ArrayList<>();

  private JdbcStore store() {
    JdbcStore store = JdbcStore.embedded(folder, false);
    open.add(store);
    return store;
  }

  @AfterEach
  void close() {
    open.forEach(StateStore::close);
  }

  private static Decision decision(String retraining, String why) {
    return new Decision(
        retraining,
        Instant.parse("2001-01-01T00:00:00Z"),
        Decision.Kind.HOLD,
        "hold",
        "nothing",
        why,
        Node.of(Map.of("n", Node.of(0.1))),
        Optional.of("run-1"),
        Optional.empty());
  }

  @Test
  void keepsStateAndDecisionsForTheNextProcess() {
    store().saveIfUnchanged("retraining/a", 0, "{}", List.of(decision("a", "x")));
    store().saveIfUnchanged("retraining/a", 1, "{\"y\":1}", List.of(decision("a", "y")));

    JdbcStore later = store();
    assertThat(later.load("retraining/a")).contains(new StateStore.Snapshot(2, "{\"y\":1}"));
    List<StateStore.LogEntry> log = later.history("a", 0);
    assertThat(log).hasSize(2).allMatch(StateStore.LogEntry::intact);
    assertThat(log.get(1).previousHash()).isEqualTo(log.get(0).hash());
    assertThat(log.get(0).decision()).isEqualTo(decision("a", "x"));
    assertThat(later.history("a", 1)).hasSize(1);
    assertThat(later.history("b", 0)).isEmpty();
  }

  @Test
  void aLostRaceSavesNothing() {
    JdbcStore store = store();
    store.saveIfUnchanged("k", 0, "{}", List.of());

    assertThat(store.saveIfUnchanged("k", 0, "{}", List.of(decision("a", "x")))).isFalse();
    assertThat(store.saveIfUnchanged("k", 7, "{}", List.of(decision("a", "x")))).isFalse();
    assertThat(store.history("a", 0)).isEmpty();
  }

  @Test
  void listsKeysOfAPrefixInOrder() {
    JdbcStore store = store();
    List.of("b/2", "a/1", "b/1", "b0").forEach(k -> store.saveIfUnchanged(k, 0, "{}", List.of()));

    assertThat(store.keys("b/")).containsExactly("b/1", "b/2");
    assertThat(store.keys("")).containsExactly("a/1", "b/1", "b/2", "b0");
  }

  @Test
  void manyThreadsLoseNoUpdate() throws Exception {
    JdbcStore one = store();
    JdbcStore two = store();
    one.saveIfUnchanged("counter", 0, "0", List.of());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      JdbcStore mine = t % 2 == 0 ? one : two;
      done.add(threads.submit(() -> count(mine, 25)));
    }
    for (Future<?> future : done) {
      future.get();
    }
    threads.shutdown();

    assertThat(one.load("counter").orElseThrow().body()).isEqualTo("100");
    List<StateStore.LogEntry> log = two.history("counter", 0);
    assertThat(log).hasSize(100).allMatch(StateStore.LogEntry::intact);
    assertThat(log).extracting(StateStore.LogEntry::sequence).isSorted().doesNotHaveDuplicates();
  }

  private static void count(JdbcStore store, int times) {
    for (int i = 0; i < times; ) {
      StateStore.Snapshot seen = store.load("counter").orElseThrow();
      String next = Integer.toString(Integer.parseInt(seen.body()) + 1);
      if (store.saveIfUnchanged(
          "counter", seen.version(), next, List.of(decision("counter", next)))) {
        i++;
      }
    }
  }

  @Test
  void leasesAreSharedAndEndByThemselves() {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    Leases mine = store().leases(clock);
    Leases others = store().leases(clock);
    Leases.Lease lease = mine.acquire("loop", Duration.ofSeconds(30)).orElseThrow();

    assertThat(others.acquire("loop", Duration.ofSeconds(30))).isEmpty();
    clock.advance(Duration.ofSeconds(20));
    assertThat(lease.renew(Duration.ofSeconds(30))).isTrue();
    clock.advance(Duration.ofSeconds(20));
    assertThat(others.acquire("loop", Duration.ofSeconds(30))).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    Leases.Lease taken = others.acquire("loop", Duration.ofSeconds(30)).orElseThrow();

    assertThat(taken.fencingToken()).isGreaterThan(lease.fencingToken());
    assertThat(lease.renew(Duration.ofSeconds(30))).isFalse();
    lease.close();
    assertThat(mine.acquire("loop", Duration.ofSeconds(30))).isEmpty();
    taken.close();
    assertThat(mine.acquire("loop", Duration.ofSeconds(30))).isPresent();
    assertThat(taken.name()).isEqualTo("loop");
    assertThat(lease.expires()).isEqualTo(Instant.parse("2001-01-01T00:00:50Z"));
  }

  @Test
  void refusesADatabaseOfALaterVersion() throws Exception {
    store().load("x");
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("retrain.db"));
        var statement = connection.createStatement()) {
      statement.execute("INSERT INTO retrain_schema (version) VALUES (99)");
    }

    assertThatThrownBy(this::store)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("the database has schema 99");
  }

  @Test
  void anEmbeddedStoreWithoutItsModuleNamesTheModule() {
    ClassLoader withoutServices = new ClassLoader(null) {};

    assertThatThrownBy(() -> JdbcStore.driver(withoutServices))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("retrain-store-sqlite");
  }

  @Test
  void aClosedStoreSaysSo() {
    JdbcStore store = store();
    store.close();

    assertThatThrownBy(() -> store.load("x")).hasMessageContaining("is closed");
  }

  @Test
  void leasesLongEndedLeaveNothingAndTokensGrowOn() throws Exception {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    JdbcStore store = store();
    Leases leases = store.leases(clock);
    long first = leases.acquire("run-1", Duration.ofMinutes(1)).orElseThrow().fencingToken();
    leases.acquire("run-2", Duration.ofMinutes(1)).orElseThrow().close();
    clock.advance(Duration.ofDays(2));
    leases.acquire("run-3", Duration.ofMinutes(1));

    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/retrain.db");
        var names = connection.createStatement().executeQuery("SELECT name FROM retrain_lease")) {
      assertThat(names.next()).isTrue();
      assertThat(names.getString(1)).isEqualTo("run-3");
      assertThat(names.next()).isFalse();
    }
    assertThat(leases.acquire("run-1", Duration.ofMinutes(1)).orElseThrow().fencingToken())
        .isGreaterThan(first);
  }
}
