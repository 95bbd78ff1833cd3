package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.MetricSource;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop over services that answer late, or not at all. */
class SlowServicesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.at("2001-01-01T02:30:00Z");
  private final AtomicLong nanos = new AtomicLong();
  private final FakeBackend fake = new FakeBackend(clock);
  private final StateStore store = new InMemoryStateStore();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<Retrainer> retrainer = new AtomicReference<>();

  @AfterEach
  void end() {
    over.countDown();
    retrainer.get().close();
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
  }

  private Backend before(CallInterceptor.Listener listener) {
    return CallInterceptor.calls(Backend.class, fake, listener);
  }

  private Retrainer.Builder on(Backend backend) {
    return Retrainer.on(backend)
        .store(store)
        .clock(clock)
        .nanos(nanos::get)
        .adoptEvery(Duration.ofDays(1));
  }

  private static Retraining nightly(String name) {
    return Retraining.of(Scene.pipeline(name)).when(cron("0 3 * * *"), BATCH).build();
  }

  private List<Kind> kinds(String name) {
    return store.history(name, 0).stream()
        .map(StateStore.LogEntry::decision)
        .map(Decision::kind)
        .filter(kind -> kind != Kind.HOLD)
        .toList();
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos.addAndGet(time.toNanos());
  }

  private void entered(Semaphore calls, int count) {
    try {
      calls.acquire(count);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As a client does that heeds no interrupt. */
  private void hang() {
    while (over.getCount() > 0) {
      try {
        over.await();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  /** Calls of a backend that take 20 seconds each, of a clock that passes when all wait for it. */
  private final class TwentySeconds implements CallInterceptor.Listener {
    private static final List<String> SLOW =
        List.of("Backend.list", "Backend.submit", "Backend.find", "Backend.status");

    private final Map<String, Integer> counts = new TreeMap<>();
    private int underWay;
    private int most;
    private int rounds;

    @Override
    public void before(String call) {
      if (SLOW.contains(call)) {
        answered(call);
      }
    }

    private synchronized void answered(String call) {
      counts.merge(call, 1, Integer::sum);
      most = Math.max(most, ++underWay);
      for (int round = rounds; round == rounds; ) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    private synchronized int underWay() {
      return underWay;
    }

    /** Lets the time pass until a tick has ended. */
    void during(Runnable tick, int room) {
      CompletableFuture<Void> ticked = CompletableFuture.runAsync(tick);
      while (!Await.until(
          "calls or the end", PATIENCE, ticked::isDone, done -> done || allCall(room))) {
        pass(Duration.ofSeconds(20));
        retrainer.get().beat();
        synchronized (this) {
          rounds++;
          underWay = 0;
          notifyAll();
        }
      }
      ticked.join();
    }

    private boolean allCall(int room) {
      int calls = underWay();
      return calls > 0 && calls >= Math.min(room, retrainer.get().health().waiting().size());
    }
  }

  @Test
  void fiftyRetrainingsOfASlowBackendAdvanceWithoutARepeatedLookOrALostLease() {
    TwentySeconds calls = new TwentySeconds();
    List<String> names = names("m", 50);
    Retrainer.Builder builder =
        on(before(calls)).adoptEvery(Duration.ZERO).parallelism(10).node("a");
    names.forEach(name -> builder.add(nightly(name)));
    names.forEach(n -> fake.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofDays(1))));
    retrainer.set(builder.build());
    List<Decision> made = new ArrayList<>();

    calls.during(() -> retrainer.get().tick(), 5);
    pass(Duration.ofMinutes(31));
    calls.during(() -> made.addAll(retrainer.get().tick()), 5);

    assertThat(names).allSatisfy(n -> assertThat(kinds(n)).contains(Kind.RETRAIN, Kind.SUBMITTED));
    assertThat(fake.submitCalls()).isEqualTo(50);
    assertThat(calls.counts)
        .containsEntry("Backend.find", 50)
        .containsEntry("Backend.status", 50)
        .containsEntry("Backend.list", 200); // when first seen, at rest, when it fires, running
    assertThat(calls.most).isEqualTo(5);
    assertThat(names).allMatch(retrainer.get()::holds);
    assertThat(retrainer.get().health().abandonedCalls()).isEmpty();
    assertThat(made.stream().map(Decision::retraining).distinct()).containsExactlyElementsOf(names);
  }

  @Test
  void retrainingsOfOtherServicesAreNotDelayedByAServiceThatHangs() {
    Semaphore hanging = new Semaphore(0);
    AtomicReference<Boolean> hangs = new AtomicReference<>(false);
    Backend slow =
        before(
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (hangs.get() && call.equals("Backend.status")) {
                  hanging.release();
                  hang();
                }
              }
            });
    AtomicInteger read = new AtomicInteger();
    MetricSource counted =
        (metric, after, upTo) -> {
          read.incrementAndGet();
          return List.of();
        };
    Retrainer.Builder builder = on(slow);
    names("slow", 20).forEach(name -> builder.add(nightly(name)));
    names("fast", 3).forEach(name -> builder.add(watching(name, counted)));
    names("slow", 20)
        .forEach(n -> fake.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofDays(1))));
    retrainer.set(builder.build());
    retrainer.get().tick();
    pass(Duration.ofMinutes(31));
    retrainer.get().tick();
    hangs.set(true);
    retrainer.get().tickOnSchedule();
    entered(hanging, 4);

    for (int tick = 0; tick < 3; tick++) {
      int before = read.get();
      pass(Duration.ofSeconds(10));
      retrainer.get().tickOnSchedule();
      retrainer.get().beat();
      Await.until("the metrics to be read", PATIENCE, read::get, count -> count >= before + 3);
      Await.until(
          "the fast retrainings to rest",
          PATIENCE,
          () -> retrainer.get().health().waiting().keySet(),
          waiting -> waiting.stream().noneMatch(name -> name.startsWith("fast")));
    }

    assertThat(hanging.availablePermits()).isZero();
    assertThat(retrainer.get().health().waiting())
        .hasSize(20)
        .containsValue("waits for backend fake");
  }

  @Test
  void aCallPastTheDeadlineIsAbandonedAndItsLateResultDiscarded() {
    Semaphore hanging = new Semaphore(0);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    Backend slow =
        before(
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (call.equals("Backend.status") && looks.getAndIncrement() == 1) {
                  hanging.release();
                  hang();
                }
              }

              @Override
              public void after(String call) {
                if (call.equals("Backend.status") && over.getCount() == 0) {
                  ended.countDown();
                }
              }
            });
    fake.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofMinutes(5)));
    retrainer.set(on(slow).add(nightly("m")).build());
    retrainer.get().tick();
    pass(Duration.ofMinutes(31));
    retrainer.get().tick();
    retrainer.get().tickOnSchedule();
    entered(hanging, 1);

    pass(Duration.ofMinutes(4));
    retrainer.get().beat();
    assertThat(retrainer.get().health().abandonedCalls()).isEmpty();
    pass(Duration.ofMinutes(2));
    retrainer.get().beat();

    assertThat(retrainer.get().health().abandonedCalls()).containsEntry("backend fake", 1L);
    Await.until(
        "the retraining to rest", PATIENCE, () -> retrainer.get().health().waiting(), Map::isEmpty);
    assertThat(kinds("m")).endsWith(Kind.SUBMITTED);
    retrainer.get().tick();
    assertThat(kinds("m")).contains(Kind.RUN_SUCCEEDED);
    long decided = store.history("m", 0).size();
    over.countDown();
    entered(ended);
    assertThat(store.history("m", 0)).hasSize((int) decided);
  }

  private static void entered(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRequestedPauseDelaysTheNextLookAtThatRetrainingAlone() {
    AtomicInteger throttled = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    MetricSource busy =
        (metric, after, upTo) -> {
          throttled.incrementAndGet();
          throw new TransientFailure(
              "throttled", FailureContext.none(), null, Duration.ofSeconds(90));
        };
    MetricSource free =
        (metric, after, upTo) -> {
          others.incrementAndGet();
          return List.of();
        };
    Retrainer.Builder builder = on(fake);
    builder.add(watching("busy", busy)).add(watching("free", free));
    retrainer.set(builder.build());

    for (int tick = 0; tick < 10; tick++) {
      retrainer.get().tick();
      pass(Duration.ofSeconds(10));
    }

    assertThat(throttled.get()).isEqualTo(2);
    assertThat(others.get()).isGreaterThanOrEqualTo(10);
    assertThat(retrainer.get().health().waiting().get("busy")).contains("requested a pause until");
  }

  private static Retraining watching(String name, MetricSource source) {
    return Retraining.of(Scene.pipeline(name))
        .metrics(source)
        .when(metric("auc").below(0.6), IMMEDIATE)
        .build();
  }

  @Test
  void theOnlyRetrainingIsLookedAtByTheThreadThatTicksUnderTheSameDeadline() {
    Semaphore hanging = new Semaphore(0);
    AtomicReference<Thread> looking = new AtomicReference<>();
    MetricSource interruptible =
        (metric, after, upTo) -> {
          looking.set(Thread.currentThread());
          hanging.release();
          entered(over);
          return List.of();
        };
    retrainer.set(on(fake).add(watching("m", interruptible)).build());
    CompletableFuture<Thread> ticked =
        CompletableFuture.supplyAsync(
            () -> {
              retrainer.get().tick();
              return Thread.currentThread();
            });
    entered(hanging, 1);

    pass(Duration.ofMinutes(6));
    retrainer.get().beat();

    assertThat(ticked.join()).isSameAs(looking.get());
    assertThat(retrainer.get().health().abandonedCalls()).containsValue(1L);
  }

  @Test
  void theScheduledLoopOutlivesWhatAServiceThrows() {
    CountDownLatch calls = new CountDownLatch(3);
    MetricSource broken =
        (metric, after, upTo) -> {
          calls.countDown();
          throw new NoClassDefFoundError("vendor/Client");
        };
    retrainer.set(
        Retrainer.on(fake)
            .store(store)
            .every(Duration.ofMillis(1))
            .add(watching("broken", broken))
            .build()
            .start());

    entered(calls);

    assertThat(retrainer.get().health().stopped()).isEmpty();
  }

  @Test
  void theScheduledLoopOutlivesAStoreThatThrowsWhatItShouldNot() {
    CountDownLatch calls = new CountDownLatch(3);
    StateStore broken =
        CallInterceptor.calls(
            StateStore.class,
            store,
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (call.equals("StateStore.versions")) {
                  calls.countDown();
                  throw new AssertionError("a page is torn");
                }
              }
            });
    retrainer.set(
        Retrainer.on(fake)
            .store(broken)
            .every(Duration.ofMillis(1))
            .add(nightly("m"))
            .build()
            .start());

    entered(calls);

    assertThat(retrainer.get().health().stopped()).isEmpty();
    Await.until(
        "the failure to be told",
        PATIENCE,
        () -> retrainer.get().health().lastFailure().map(RetrainerHealth.Failure::why).orElse(""),
        why -> why.contains("a page is torn"));
  }

  @Test
  void anErrorOfTheVmStopsTheLoopAndTheHealthReportsIt() {
    MetricSource dying =
        (metric, after, upTo) -> {
          throw new OutOfMemoryError("heap");
        };
    retrainer.set(on(fake).add(watching("m", dying)).build());

    retrainer.get().tickOnSchedule();

    assertThat(
            Await.until(
                "the end of the loop",
                PATIENCE,
                () -> retrainer.get().health().stopped().orElse(""),
                why -> !why.isEmpty()))
        .contains("OutOfMemoryError");
  }
}
