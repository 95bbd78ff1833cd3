package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes that share a store share the work. */
class SharedWorkTest {

  private static final List<String> NAMES = IntStream.range(0, 8).mapToObj(i -> "m-" + i).toList();

  private final SettableClock clock = SettableClock.at("2001-01-01T02:59:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final StateStore store = new InMemoryStateStore();

  private Retrainer node(String name, Backend runs) {
    return node(name, runs, store);
  }

  private Retrainer node(String name, Backend runs, StateStore durable) {
    Retrainer.Builder builder = Retrainer.on(runs).store(durable).clock(clock).node(name);
    for (String model : NAMES) {
      builder.add(Retraining.of(Scene.pipeline(model)).when(cron("0 3 * * *"), BATCH).build());
    }
    return builder.build();
  }

  private static List<String> held(Retrainer node) {
    return NAMES.stream().filter(node::holds).toList();
  }

  private static List<String> decided(List<Decision> made) {
    return made.stream().map(Decision::retraining).distinct().toList();
  }

  @Test
  void eachRetrainingIsCarriedOnByOneNode() {
    Retrainer a = node("a", backend);
    Retrainer b = node("b", backend);
    for (int i = 0; i < 6; i++) {
      a.tick();
      b.tick();
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(held(a)).hasSize(4).doesNotContainAnyElementsOf(held(b));

    List<String> mine = held(a);
    assertThat(decided(a.tick())).hasSize(4).isEqualTo(mine);
    assertThat(decided(b.tick())).hasSize(4).isEqualTo(held(b));
    assertThat(backend.submissions()).hasSize(8);
  }

  @Test
  void aDeadNodesRunsAreFinishedByTheOther() {
    NAMES.forEach(n -> backend.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofMinutes(1))));
    Retrainer dying = node("a", backend);
    dying.tick();
    clock.advance(Duration.ofMinutes(1));
    dying.tick();
    assertThat(backend.submissions()).hasSize(8);

    Retrainer living = node("b", backend);
    clock.advance(Duration.ofSeconds(20));
    living.tick();
    assertThat(held(living)).isEmpty();
    clock.advance(Duration.ofSeconds(10)); // the lease of half a minute has ended
    living.tick();
    assertThat(held(living)).hasSize(8);
    clock.advance(Duration.ofSeconds(30));
    living.tick();

    for (String name : NAMES) {
      assertThat(store.history(name, 0).stream().map(e -> e.decision().kind()))
          .filteredOn(kind -> kind != Kind.HOLD)
          .containsExactly(
              Kind.RETRAIN,
              Kind.SUBMITTED,
              Kind.RUN_SUCCEEDED,
              Kind.ROLLOUT_STARTED,
              Kind.PROMOTED);
    }
    assertThat(backend.submissions()).hasSize(8);
  }

  @Test
  void aNodeWhoseLeaseEndsWhileItLooksDoesNotAct() {
    AtomicBoolean looking = new AtomicBoolean();
    Thread beating = Thread.currentThread();
    StateStore unrenewed =
        CallInterceptor.calls(
            StateStore.class,
            store,
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (looking.get() && Thread.currentThread() == beating) {
                  throw new TransientFailure("the heartbeat does not reach the store");
                }
              }
            });
    Backend slow =
        CallInterceptor.calls(
            Backend.class,
            backend,
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (call.equals("Backend.list")) { // looking at a retraining takes half a minute
                  looking.set(true);
                  clock.advance(Duration.ofSeconds(30));
                }
              }
            });
    Retrainer hanging = node("a", slow, unrenewed);

    assertThat(hanging.tick()).isEmpty();
    assertThat(NAMES).allMatch(name -> store.history(name, 0).isEmpty());
  }

  @Test
  void aNodeThatIsClosedLeavesItsWorkAtOnce() {
    Retrainer leaving = node("a", backend);
    Retrainer staying = node("b", backend);
    for (int i = 0; i < 3; i++) {
      leaving.tick();
      staying.tick();
      clock.advance(Duration.ofSeconds(10));
    }
    leaving.close();
    staying.tick();

    assertThat(held(staying)).hasSize(8);
  }

  @Test
  void refusesALeaseThatEndsBetweenTwoTicks() {
    Retrainer.Builder builder =
        Retrainer.on(backend).store(store).node("a").lease(Duration.ofSeconds(20));

    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("can end between two ticks");
  }
}
