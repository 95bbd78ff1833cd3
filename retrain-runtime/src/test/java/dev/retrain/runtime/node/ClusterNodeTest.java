package dev.retrain.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterNodeTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofSeconds(10);
  private static final Set<String> ALL =
      IntStream.range(0, 20).mapToObj(i -> "r-" + i).collect(Collectors.toSet());

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final StateStore store = new InMemoryStateStore();

  private ClusterNode node(String name) {
    return new ClusterNode(store, clock, name, LEASE, ALL);
  }

  private static long held(ClusterNode node) {
    return ALL.stream().filter(node::holds).count();
  }

  /** Every node ticks, again and again. */
  private void tick(int times, ClusterNode... nodes) {
    for (int i = 0; i < times; i++) {
      clock.advance(TICK);
      for (ClusterNode node : nodes) {
        node.refresh();
      }
    }
  }

  @Test
  void aNodeAloneHoldsAllAtOnceAndKeepsItBySayingSo() {
    ClusterNode alone = node("a");
    assertThat(held(alone)).isZero();
    alone.refresh();
    assertThat(held(alone)).isEqualTo(20);
    tick(10, alone);
    assertThat(held(alone)).isEqualTo(20);
    assertThat(store.load("nodes").orElseThrow().version())
        .as("renewed when a third of the lease has passed")
        .isEqualTo(11);
  }

  @Test
  void anotherGetsItsHalfOnceTheFirstHasGivenItUp() {
    ClusterNode first = node("a");
    ClusterNode second = node("b");
    first.refresh();
    second.refresh();
    assertThat(held(second)).isZero();
    tick(1, first, second);

    assertThat(held(first)).isEqualTo(10);
    assertThat(held(second)).isEqualTo(10);
    assertThat(ALL).noneMatch(r -> first.holds(r) && second.holds(r));
  }

  @Test
  void aDeadNodeIsReplacedWhenItsLeaseHasEnded() {
    ClusterNode living = node("a");
    ClusterNode dying = node("b");
    tick(3, living, dying);
    assertThat(held(living)).isEqualTo(10);

    tick(2, living);
    assertThat(held(living)).as("20 seconds after the death").isEqualTo(10);
    tick(1, living);

    assertThat(held(living)).as("30 seconds after the death").isEqualTo(20);
  }

  @Test
  void threeNodesTakeOverWithinTheLeaseAndTwoTicks() {
    ClusterNode a = node("a");
    ClusterNode b = node("b");
    ClusterNode dying = node("c");
    tick(4, a, b, dying);
    assertThat(held(a)).isBetween(6L, 7L);

    tick(3 + 2, a, b);

    assertThat(held(a) + held(b)).isEqualTo(20);
  }

  @Test
  void aNodeThatHungHoldsNothingBeforeItLooksAgain() {
    ClusterNode hung = node("a");
    hung.refresh();
    clock.advance(Duration.ofSeconds(25));
    assertThat(held(hung)).as("five sixths of the lease have passed").isZero();
    clock.advance(Duration.ofSeconds(5));
    ClusterNode other = node("b");
    other.refresh();
    assertThat(held(other)).isEqualTo(20);

    hung.refresh();
    assertThat(held(hung)).isZero();
    tick(2, hung, other);
    assertThat(held(hung)).isEqualTo(10);
  }

  @Test
  void aNodeThatHungWhileNobodyLookedGoesOn() {
    ClusterNode hung = node("a");
    hung.refresh();
    clock.advance(Duration.ofMinutes(10));
    hung.refresh();

    assertThat(held(hung)).isEqualTo(20);
  }

  @Test
  void aLongTickRenewsOnItsWay() {
    ClusterNode slow = node("a");
    slow.refresh();
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(9));
      slow.renew();
      assertThat(held(slow)).isEqualTo(20);
    }
  }

  @Test
  void aNodeThatLeavesIsReplacedAtTheNextTick() {
    ClusterNode leaving = node("a");
    ClusterNode staying = node("b");
    tick(3, leaving, staying);
    leaving.close();
    assertThat(held(leaving)).isZero();
    tick(1, staying);

    assertThat(held(staying)).isEqualTo(20);
    node("c").close(); // was never there
  }

  @Test
  void aProcessThatStartsAgainUnderItsNameGoesOnAtOnce() {
    ClusterNode dead = node("a");
    dead.refresh();
    ClusterNode again = node("a");
    again.refresh();
    assertThat(held(again)).isEqualTo(20);

    dead.refresh();
    assertThat(held(dead)).as("the elder of two of one name stands aside").isZero();
    dead.close();
    tick(1, again, dead);
    assertThat(held(again)).isEqualTo(20);
  }

  @Test
  void ofTwoProcessesUnderOneNameTheLaterActsAndTheOtherStandsBy() {
    ClusterNode elder = node("a");
    tick(2, elder);
    ClusterNode younger = node("a");
    tick(20, younger, elder);
    assertThat(held(younger)).isEqualTo(20);
    assertThat(held(elder)).isZero();

    tick(3, elder); // the younger has died
    assertThat(held(elder)).isEqualTo(20);
    younger.refresh();
    assertThat(held(younger)).isZero();
  }

  @Test
  void aNodeWhoseProcessHasEndedOnThisMachineIsReplacedAtOnce() throws Exception {
    Incarnation here = Incarnation.here();
    assumeThat(here.machine()).as("can be told on Linux alone").isNotEmpty();
    Process other = new ProcessBuilder("true").start();
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    new ClusterNode(
            store,
            clock,
            "dead",
            LEASE,
            ALL,
            new Incarnation(here.machine(), other.pid(), here.began()))
        .refresh();
    ClusterNode again = node("another name");
    again.refresh();

    assertThat(held(again)).isEqualTo(20);
  }

  @Test
  void whatRunsOrRanElsewhereIsNotKnownToHaveEnded() {
    Incarnation here = Incarnation.here();
    Incarnation later = new Incarnation(here.machine(), here.pid(), here.began().minusSeconds(120));

    assertThat(here.hasEndedBeside(here)).isFalse();
    assertThat(Incarnation.UNKNOWN.hasEndedBeside(Incarnation.UNKNOWN)).isFalse();
    assertThat(new Incarnation("elsewhere", here.pid(), Instant.EPOCH).hasEndedBeside(here))
        .isFalse();
    assumeThat(here.machine()).isNotEmpty();
    assertThat(later.hasEndedBeside(here)).as("its number is another process's now").isTrue();
    assertThat(here).hasToString("process " + here.pid() + " begun at " + here.began());
    assertThat(Incarnation.UNKNOWN).hasToString("an unknown process");
  }

  @Test
  void nothingIsKeptOfNodesLongGone() {
    for (int i = 0; i < 50; i++) {
      ClusterNode passing = new ClusterNode(store, clock, "node-" + i, LEASE, Set.of("r-" + i));
      tick(1, passing);
    }
    tick(5, node("last"));

    assertThat(store.keys("")).containsExactly("node-retrainings", "nodes");
    assertThat(store.load("nodes").orElseThrow().body()).doesNotContain("node-3", "node-46");
    assertThat(store.load("node-retrainings").orElseThrow().body()).doesNotContain("r-30\"");
  }

  @Test
  void namesThatWereDroppedWhileTheirNodeCameAreWrittenAgain() {
    ClusterNode one = node("a");
    one.refresh();
    ClusterNode other = new ClusterNode(store, clock, "b", LEASE, Set.of("x"));
    other.refresh();
    long version = store.load("node-retrainings").orElseThrow().version();
    assertThat(store.saveIfUnchanged("node-retrainings", version, "{}", List.of())).isTrue();

    ClusterNode third = new ClusterNode(store, clock, "c", LEASE, Set.of("y"));
    assertThatThrownBy(third::refresh).hasMessageContaining("it has not said so yet");
    clock.advance(TICK);
    assertThatThrownBy(one::refresh).isInstanceOf(TransientFailure.class);
    tick(2, other, one);
    tick(2, third, one, other);

    assertThat(other.holds("x")).isTrue();
    assertThat(third.holds("y")).isTrue();
    assertThat(held(one)).isEqualTo(20);
  }

  @Test
  void nodesThatKnowDifferentRetrainingsHoldWhatTheyKnow() {
    ClusterNode one = new ClusterNode(store, clock, "a", LEASE, Set.of("x", "y"));
    ClusterNode other = new ClusterNode(store, clock, "b", LEASE, Set.of("y", "z"));
    tick(3, one, other);

    assertThat(one.holds("x")).isTrue();
    assertThat(other.holds("z")).isTrue();
    assertThat(one.holds("y")).isNotEqualTo(other.holds("y"));
  }

  @Test
  void refusesANodeWithoutNameOrTime() {
    assertThatThrownBy(() -> node(" ")).hasMessageContaining("a name and a lease");
    assertThatThrownBy(() -> new ClusterNode(store, clock, "a", Duration.ZERO, ALL))
        .hasMessageContaining("above 0");
  }

  /**
   * Nodes that come, hang, die, leave and start again over a store that fails and loses answers.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void noRetrainingEverHasTwoNodesAndInTheEndEachHasOne(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] trouble = {true};
    StateStore flaky =
        CallInterceptor.calls(
            StateStore.class,
            store,
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                fail(call);
              }

              @Override
              public void after(String call) {
                fail(call);
              }

              private void fail(String call) {
                if (trouble[0] && random.nextInt(4) == 0) {
                  throw new TransientFailure(call);
                }
              }
            });
    List<ClusterNode> nodes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      if (nodes.size() < 3 || random.nextInt(40) == 0) {
        nodes.add(new ClusterNode(flaky, clock, "node-" + i, LEASE, ALL));
      }
      clock.advance(Duration.ofSeconds(random.nextInt(8)));
      ClusterNode acting = nodes.get(random.nextInt(nodes.size()));
      if (random.nextInt(50) == 0) {
        nodes.remove(acting); // dies, or leaves well
        if (random.nextBoolean()) {
          acting.close();
        }
      } else {
        refresh(acting);
      }
      assertHeldOnce(nodes);
    }
    trouble[0] = false;
    tick(6, nodes.toArray(ClusterNode[]::new));
    assertThat(nodes.stream().mapToLong(ClusterNodeTest::held).sum()).isEqualTo(20);
    assertHeldOnce(nodes);
  }

  private static void refresh(ClusterNode node) {
    try {
      node.refresh();
    } catch (RetrainException e) {
      assertThat(e).isInstanceOf(TransientFailure.class);
    }
  }

  private static void assertHeldOnce(List<ClusterNode> nodes) {
    Set<String> seen = new HashSet<>();
    for (ClusterNode node : nodes) {
      ALL.stream().filter(node::holds).forEach(r -> assertThat(seen.add(r)).as(r).isTrue());
    }
  }
}
