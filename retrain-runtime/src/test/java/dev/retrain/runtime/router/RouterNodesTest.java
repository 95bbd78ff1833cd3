package dev.retrain.runtime.router;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Routers of one application that share their traffic through a store. */
@Timeout(120)
class RouterNodesTest {

  private static final String NAME = "prices";

  /** A node with its router; its models say their version. */
  private final class Node implements AutoCloseable {
    final CountDownLatch mayLoad = new CountDownLatch(1);
    String hindered = "";
    final ModelRouter<String> router =
        ModelRouter.<String>named(NAME, this::load).drainWithin(Duration.ZERO).clock(clock).build();
    final RouterNode member;

    Node(String name) {
      this(name, store);
    }

    Node(String name, StateStore shared) {
      this.member = router.join(shared, name);
    }

    private String load(ModelVersion version) throws InterruptedException {
      if (version.version().equals(hindered)) {
        mayLoad.await();
      }
      return version.version();
    }

    /** Beats until nothing is loading any more. */
    Node beat() {
      member.beat();
      router.deployer().health().keySet().stream()
          .filter(version -> !version.equals(hindered) || mayLoad.getCount() == 0)
          .forEach(
              version -> {
                while (!router.deployer().health().get(version).ready()) {
                  Thread.onSpinWait();
                }
              });
      member.beat();
      return this;
    }

    void calls(int count, String failing) {
      for (int i = 0; i < count; i++) {
        try (RoutedCall<String> call = router.choose("key" + i)) {
          if (!call.version().equals(failing)) {
            call.answered();
          }
        }
      }
    }

    @Override
    public void close() {
      member.close();
      router.close();
    }
  }

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private StateStore store = new InMemoryStateStore();
  private RouterNodes nodes = RouterNodes.of(NAME, store, clock);

  private static ApprovedModel model(String version) {
    return ApprovedModel.from(
        new ModelVersion(
            NAME,
            version,
            Instant.EPOCH,
            URI.create("file:///" + version),
            Map.of(ModelVersion.RUN_TAG, "r", ModelVersion.GATE_TAG, "passed"),
            Set.of()));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void movesNoTrafficUntilEveryNodeIsReady() {
    try (Node a = new Node("a");
        Node b = new Node("b")) {
      b.hindered = "2";
      nodes.prepare(model("1"));
      a.beat();
      b.beat();
      nodes.route(TrafficSplit.all("1"));
      a.beat();
      assertThat(nodes.split()).contains(TrafficSplit.all("1"));
      b.beat();
      nodes.prepare(model("2"));
      a.beat();
      b.beat();

      assertThat(nodes.health().get("2").ready()).isFalse();
      assertThatThrownBy(() -> nodes.route(TrafficSplit.all("2")))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("version 2 is ready on 1 of 2 nodes, and 2 are required");
      assertThat(nodes.readyOn(new Fraction(0.5)).health().get("2").ready()).isTrue();

      b.mayLoad.countDown();
      b.beat();
      nodes.route(TrafficSplit.all("2"));
      a.beat();
      assertThat(nodes.split()).contains(TrafficSplit.all("1"));
      assertThatThrownBy(() -> nodes.retire("1")).isInstanceOf(TransientFailure.class);
      b.beat();
      assertThat(nodes.split()).contains(TrafficSplit.all("2"));
      nodes.retire("1");
      a.beat();
      assertThat(a.router.deployer().health()).containsOnlyKeys("2");
    }
  }

  @Test
  void sumsWhatTheNodesCountAlsoOverTheirRestarts() {
    Node a = new Node("a");
    try (Node b = new Node("b")) {
      live("1", a, b);
      a.calls(100, "none");
      b.calls(50, "1");
      a.beat();
      b.beat();
      assertThat(nodes.health().get("1").requests()).isEqualTo(150);
      assertThat(nodes.health().get("1").errors()).isEqualTo(50);

      a.close();
      try (Node again = new Node("a").beat()) {
        again.calls(7, "none");
        again.beat();
        assertThat(nodes.health().get("1").requests()).isEqualTo(157);
      }
    }
  }

  private void live(String version, Node... all) {
    nodes.prepare(model(version));
    for (Node node : all) {
      node.beat();
    }
    nodes.route(TrafficSplit.all(version));
    for (Node node : all) {
      node.beat();
    }
  }

  @Test
  void aNodeThatDiesIsWaitedForNoLongerAndItsCountsStay() {
    try (Node a = new Node("a");
        Node b = new Node("b")) {
      live("1", a, b);
      b.calls(40, "none");
      b.beat();
      nodes.prepare(model("2"));
      a.beat();
      assertThat(nodes.health().get("2").ready()).isFalse();

      clock.advance(Duration.ofSeconds(20));
      a.beat();
      assertThat(nodes.health().get("2").ready()).isTrue();
      clock.advance(Duration.ofHours(2));
      a.beat();
      assertThat(nodes.health().get("1").requests()).isEqualTo(40);
      b.calls(2, "none");
      b.beat();
      assertThat(nodes.health().get("1").requests()).isEqualTo(42);
    }
  }

  @Test
  void aNodeThatJoinsServesOnceItHasLoadedAndHoldsUpNobody() {
    try (Node a = new Node("a");
        Node late = new Node("late")) {
      live("1", a);
      late.hindered = "1";
      late.beat();
      assertThat(nodes.health().get("1").ready()).isTrue();
      assertThat(nodes.split()).contains(TrafficSplit.all("1"));
      assertThatThrownBy(() -> late.router.choose("x")).isInstanceOf(TransientFailure.class);

      late.mayLoad.countDown();
      late.beat();
      late.calls(1, "none");
    }
  }

  @Test
  void aStoreThatFailsStopsNoCall() {
    StateStore away =
        CallInterceptor.calls(
            StateStore.class,
            store,
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (clock.instant().isAfter(Instant.parse("2001-01-01T01:00:00Z"))) {
                  throw new TransientFailure("the store is away");
                }
              }
            });
    nodes = RouterNodes.of(NAME, away, clock);
    try (Node a = new Node("a", away)) {
      live("1", a);
      clock.advance(Duration.ofHours(2));
      a.beat();
      a.calls(10, "none");
      assertThat(a.router.deployer().health().get("1").requests()).isEqualTo(10);
    }
  }

  @Test
  void refusesWhatIsNotPreparedAndWhatNobodyServes() {
    assertThatThrownBy(() -> nodes.route(TrafficSplit.all("1")))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("no node of router prices is alive");
    try (Node a = new Node("a")) {
      live("1", a);
      assertThatThrownBy(() -> nodes.retire("1")).isInstanceOf(PermanentFailure.class);
      assertThatThrownBy(() -> nodes.route(TrafficSplit.all("9")))
          .isInstanceOf(PermanentFailure.class);
      assertThatThrownBy(
              () ->
                  nodes.prepare(
                      ApprovedModel.from(
                          new ModelVersion(
                              NAME,
                              "1",
                              Instant.EPOCH,
                              URI.create("file:///other"),
                              model("1").version().tags(),
                              Set.of()))))
          .hasMessageContaining("another model has that version");
    }
  }

  @Test
  void shadowsSeeCopiesOfCalls() {
    try (Node a = new Node("a")) {
      live("1", a);
      nodes.prepare(model("2"));
      a.beat();
      nodes.route(TrafficSplit.all("1").mirroredTo("2", percent(100)));
      a.beat();
      for (RoutedCall<String> copy : a.router.shadows("key")) {
        assertThat(copy.version()).isEqualTo("2");
        copy.answered();
        copy.close();
      }
      a.beat();
      assertThat(nodes.health().get("2").requests()).isEqualTo(1);
    }
  }

  /** The engine over two nodes and one embedded store; one node dies, the other comes back. */
  @Test
  void aBadChallengerIsSentBackOnAllNodesThoughOneDies(@TempDir Path folder) {
    StateStore embedded = JdbcStore.embedded(folder);
    store = embedded;
    nodes = RouterNodes.of(NAME, embedded, clock);
    FakeBackend backend = new FakeBackend(clock);
    FixedFlags flags = new FixedFlags();
    Target target = Target.inProcess(NAME);
    Retrainer retrainer =
        Retrainer.on(backend)
            .store(embedded)
            .clock(clock)
            .flags(flags)
            .deployer(target, nodes)
            .add(
                Scene.policy()
                    .when(flag("force_retrain"), RetrainMode.FULL)
                    .rollout(
                        Rollout.canary(percent(50))
                            .observe(Duration.ofMinutes(30))
                            .rollbackIf(RollbackRule.errorRateAbove(new Fraction(0.1))))
                    .to(target)
                    .build())
            .build();
    try (Node a = new Node("a", embedded);
        Node b = new Node("b", embedded)) {
      List<Node> both = List.of(a, b);
      force(flags, retrainer, both);
      assertThat(nodes.split()).contains(TrafficSplit.all("1"));
      assertThat(champion(backend)).contains("1");

      force(flags, retrainer, both);
      assertThat(nodes.split()).contains(TrafficSplit.of("2", percent(50), "1"));
      b.calls(10, "none");
      b.member.close();
      for (int i = 0; i < 3; i++) {
        clock.advance(Duration.ofSeconds(30));
        a.calls(100, "2");
        a.beat();
        retrainer.tick();
        a.beat();
        retrainer.tick();
      }

      assertThat(champion(backend)).contains("1");
      assertThat(nodes.split()).contains(TrafficSplit.all("1"));
      assertThat(retrainer.phase(Scene.NAME)).isEqualTo("idle");
      assertThat(a.router.deployer().split()).contains(TrafficSplit.all("1"));
      assertThat(b.router.deployer().split()).contains(TrafficSplit.of("2", percent(50), "1"));
      b.beat();
      assertThat(b.router.deployer().split()).contains(TrafficSplit.all("1"));
      assertThat(b.router.deployer().health()).containsOnlyKeys("1");
      assertThat(embedded.history(Scene.NAME, 0))
          .extracting(entry -> entry.decision().kind())
          .contains(Kind.ROLLED_BACK);
    }
  }

  private void force(FixedFlags flags, Retrainer retrainer, List<Node> all) {
    flags.set("force_retrain", false);
    retrainer.tick();
    flags.set("force_retrain", true);
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(5));
      retrainer.tick();
      all.forEach(Node::beat);
    }
  }

  private static Optional<String> champion(FakeBackend backend) {
    return backend
        .registry()
        .byAlias(Scene.NAME, ModelRegistry.CHAMPION)
        .map(ModelVersion::version);
  }
}
