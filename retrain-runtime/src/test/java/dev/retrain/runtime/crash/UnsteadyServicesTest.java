package dev.retrain.runtime.crash;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.source.MetricSource;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.FixedMetrics;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Over services that show late what they were told, no failure of a look and no end of the process
 * starts a run twice, loses a decision, sends a healthy canary back or leaves anything over.
 */
class UnsteadyServicesTest {

  /** Ends the process: an error of the VM, which nothing in between catches. */
  private static final class Death extends InternalError {
    private static final long serialVersionUID = 1L;
  }

  /** How a look fails. */
  private enum Failure {
    DENIED {
      @Override
      RuntimeException thrown() {
        return new PermissionDenied("no role may read this");
      }
    },
    EXPIRED {
      @Override
      RuntimeException thrown() {
        return new PermissionDenied("the token has expired");
      }
    },
    THROTTLED {
      @Override
      RuntimeException thrown() {
        return new TransientFailure(
            "throttled", FailureContext.none(), null, Duration.ofMinutes(7));
      }
    },
    VENDOR {
      @Override
      RuntimeException thrown() {
        return new IllegalStateException("com.vendor.ServiceException: 500");
      }
    },
    CLASSES {
      @Override
      RuntimeException thrown() {
        throw new NoClassDefFoundError("com/vendor/Client");
      }
    };

    abstract RuntimeException thrown();
  }

  private static final Set<String> LOOKS =
      Set.of(
          "Backend.find",
          "Backend.status",
          "Backend.list",
          "Backend.visibleWithin",
          "Deployer.health",
          "Deployer.traffic",
          "Deployer.resolution",
          "Deployer.latency",
          "ModelRegistry.aliasTarget",
          "ModelRegistry.byAlias",
          "ModelRegistry.version",
          "MetricSource.read");

  private static final Instant END = Instant.parse("2001-01-02T04:45:00Z");
  private static final Instant LATE_END = Instant.parse("2001-01-02T09:00:00Z");
  private static final Instant CALM = Instant.parse("2001-01-02T06:00:00Z");
  private static final Instant QUIET = Instant.parse("2001-01-01T04:00:00Z");
  private static final Instant NEXT_NIGHT = Instant.parse("2001-01-02T02:55:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);

  /** No deadline gives a run up while the services fail on purpose. */
  private static final Duration PATIENCE = Duration.ofDays(9);

  /** Every place with the profile soak; every so many without. */
  private static final boolean SOAK = Boolean.getBoolean("retrain.soak");

  private static final int STRIDE = SOAK ? 1 : 7;

  private static List<String> calls;
  private static List<String> undisturbed;

  /** What outlives the process, and one process after the other. */
  private static final class World {
    final SettableClock clock = SettableClock.at("2001-01-01T02:55:00Z");
    final FakeBackend backend = new FakeBackend(clock).visibleAfter(Duration.ofMinutes(3));
    final StateStore store = new InMemoryStateStore();
    final FixedMetrics metrics = new FixedMetrics();
    final FakeDeployer endpoint =
        backend.fakeDeployer(Scene.ENDPOINT).settlingAfter(clock, Duration.ofMinutes(4));

    private Retrainer process(CallInterceptor.Listener listener) {
      return Retrainer.on(CallInterceptor.calls(Backend.class, backend, listener))
          .store(CallInterceptor.calls(StateStore.class, store, listener))
          .clock(clock)
          .adoptEvery(Duration.ZERO)
          .deadlines(new Deadlines(PATIENCE, PATIENCE, PATIENCE, PATIENCE))
          .registry(CallInterceptor.calls(ModelRegistry.class, backend.registry(), listener))
          .deployer(Scene.ENDPOINT, CallInterceptor.calls(Deployer.class, endpoint, listener))
          .add(
              Scene.policy()
                  .when(cron("0 3 * * *"), BATCH)
                  .when(metric("auc").below(0.6), IMMEDIATE)
                  .metrics(CallInterceptor.calls(MetricSource.class, metrics, listener))
                  .rollout(Scene.carefully())
                  .to(Scene.ENDPOINT)
                  .build())
          .build();
    }

    World live(CallInterceptor.Listener listener) {
      return liveUntil(END, listener);
    }

    World liveUntil(Instant end, CallInterceptor.Listener listener) {
      IntStream.range(0, 2)
          .forEach(i -> backend.nextRun(RunScript.succeeds(Map.of()).after(STEP.multipliedBy(2))));
      while (clock.instant().isBefore(end)) {
        try {
          tickUntil(end, process(listener));
        } catch (Death e) {
          continue; // the next process starts at once
        }
      }
      return this;
    }

    private void tickUntil(Instant end, Retrainer retrainer) {
      try {
        while (clock.instant().isBefore(end)) {
          serve();
          retrainer.tick();
          boolean quiet = clock.instant().isAfter(QUIET) && clock.instant().isBefore(NEXT_NIGHT);
          clock.set(quiet ? NEXT_NIGHT : clock.instant().plus(STEP));
        }
      } finally {
        retrainer.close();
      }
    }

    /** Every version that has traffic answers well. */
    private void serve() {
      metrics.put("auc", clock.instant(), 0.7);
      endpoint
          .split()
          .ifPresent(
              split ->
                  split
                      .live()
                      .forEach(
                          (version, share) ->
                              endpoint.answered(
                                  version,
                                  (int) (share.value() * 1_000),
                                  (int) (share.value() * 10),
                                  Duration.ofMillis(20))));
    }

    private List<Decision> log() {
      return store.history(Scene.NAME, 0).stream().map(StateStore.LogEntry::decision).toList();
    }

    List<String> decided() {
      return log().stream()
          .filter(decision -> decision.kind() != Kind.HOLD)
          .map(d -> d.kind() + " " + d.runKey().orElse("-"))
          .toList();
    }

    void check(String when) {
      assertThat(decided()).as("decisions, %s", when).isEqualTo(undisturbed);
      assertThat(backend.nativeIds()).as("runs, %s", when).hasSize(2);
      assertThat(backend.nativeIds())
          .as("runs that have ended, %s", when)
          .allMatch(id -> backend.status(handle(id)) instanceof RunStatus.Succeeded);
      assertThat(endpoint.split()).as("traffic, %s", when).contains(TrafficSplit.all("2"));
      assertThat(endpoint.health().keySet())
          .as("versions at the target, %s", when)
          .containsExactlyInAnyOrder("1", "2");
      assertThat(store.history(Scene.NAME, 0)).allMatch(StateStore.LogEntry::intact);
    }

    private static RunHandle handle(String id) {
      return new RunHandle(new RunKey("any"), id);
    }
  }

  @BeforeAll
  static void liveOnceWithoutTrouble() {
    List<String> noted = new ArrayList<>();
    World calm =
        new World()
            .live(
                new CallInterceptor.Listener() {
                  @Override
                  public void before(String call) {
                    noted.add(call);
                  }
                });
    calls = List.copyOf(noted);
    undisturbed = calm.decided();
    assertThat(undisturbed.toString()).containsSubsequence("PROMOTED", "STAGE", "PROMOTED");
    assertThat(undisturbed.toString()).doesNotContain("ROLLED_BACK", "HALTED", "FAILED");
    calm.check("without trouble");
  }

  private static CallInterceptor.Listener dyingAt(int place, boolean after) {
    return new CallInterceptor.Listener() {
      private int begun;
      private int ended;

      @Override
      public void before(String call) {
        die(begun++ == place && !after);
      }

      @Override
      public void after(String call) {
        die(ended++ == place && after);
      }

      private void die(boolean now) {
        if (now) {
          throw new Death();
        }
      }
    };
  }

  @Test
  void anEndBeforeOrAfterAnyCallIsContinued() {
    for (int place = 0; place < calls.size(); place += STRIDE) {
      for (boolean after : new boolean[] {false, true}) {
        new World()
            .live(dyingAt(place, after))
            .check("ending " + (after ? "after " : "before ") + calls.get(place) + ", " + place);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void aFailureOfAnyLookFreezesAndIsGottenOver(Failure failure) {
    for (int place = failure.ordinal(); place < calls.size(); place += STRIDE) {
      if (LOOKS.contains(calls.get(place))) {
        int failing = place;
        new World()
            .live(
                new CallInterceptor.Listener() {
                  private int begun;

                  @Override
                  public void before(String call) {
                    if (begun++ == failing) {
                      throw failure.thrown();
                    }
                  }
                })
            .check(failure + " at " + calls.get(place) + ", " + place);
      }
    }
  }

  /** Stretches in which every look at a service fails, and ends of the process at any call. */
  private static final class Stormy implements CallInterceptor.Listener {
    private static final List<String> SERVICES =
        List.of("Backend", "Deployer", "ModelRegistry", "MetricSource");
    private final SplittableRandom random;
    private String failing = "";
    private Failure failure = Failure.DENIED;
    private int left;

    private final Clock clock;

    Stormy(SplittableRandom random, Clock clock) {
      this.random = random;
      this.clock = clock;
    }

    @Override
    public void before(String call) {
      if (!clock.instant().isBefore(CALM)) {
        return;
      }
      if (left == 0) {
        failing = random.nextInt(4) > 0 ? "" : SERVICES.get(random.nextInt(SERVICES.size()));
        failure = Failure.values()[random.nextInt(Failure.values().length)];
        left = random.nextInt(2, 30);
      }
      left--;
      if (LOOKS.contains(call) && call.startsWith(failing + ".")) {
        throw failure.thrown();
      }
      die();
    }

    @Override
    public void after(String call) {
      die();
    }

    private void die() {
      if (clock.instant().isBefore(CALM) && random.nextInt(60) == 0) {
        throw new Death();
      }
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, SOAK ? 200 : 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void stretchesOfFailuresAndEndsTogetherLoseNothing(int seed) {
    World world = new World();
    world
        .liveUntil(LATE_END, new Stormy(new SplittableRandom(seed), world.clock))
        .check("seed " + seed);
  }
}
