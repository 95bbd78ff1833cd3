package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedMetrics;
import dev.retrain.testkit.RunScript;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how a started loop fares over a backend whose every call takes the seconds of the property
 * {@code slow.backend}, in real time: twenty of them take about 20 minutes. {@link
 * SlowServicesTest} asserts the same on a clock of its own.
 */
@EnabledIfSystemProperty(named = "slow.backend", matches = "[0-9]+")
class SlowBackendFiguresTest {

  private static final Set<String> SLOW =
      Set.of("list", "runs", "submit", "find", "status", "conclude", "deployer", "schedules");
  private static final int RETRAININGS = 50;
  private static final Duration TICK = Duration.ofSeconds(10);

  private final Duration each = Duration.ofSeconds(Long.getLong("slow.backend", 20));
  private final CountDownLatch never = new CountDownLatch(1);
  private final Map<String, AtomicInteger> calls = new ConcurrentSkipListMap<>();

  @TempDir Path folder;

  private final class Slow implements CallInterceptor.Listener {
    @Override
    public void before(String call) {
      String method = call.substring(call.indexOf('.') + 1);
      if (SLOW.contains(method)) {
        calls.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
        try {
          boolean unused = never.await(each.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Notes the longest time between two reads. */
  private static final class Punctual implements MetricSource {
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();

    @Override
    public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
      long now = System.nanoTime();
      long before = last.getAndSet(now);
      longest.accumulateAndGet(before == 0 ? 0 : now - before, Math::max);
      return List.of();
    }
  }

  @Test
  void fiftyRetrainingsOfASlowBackendBesideOthers() {
    FakeBackend fake = new FakeBackend(Clock.systemUTC());
    JdbcStore store = JdbcStore.embedded(folder, false);
    FixedMetrics bad = new FixedMetrics().put("auc", Instant.now(), 0.5);
    Punctual punctual = new Punctual();
    Retrainer.Builder builder =
        Retrainer.on(CallInterceptor.calls(Backend.class, fake, new Slow()))
            .store(store)
            .registry(fake.registry())
            .every(TICK)
            .adoptEvery(Duration.ofDays(1));
    List<String> slow = IntStream.range(0, RETRAININGS).mapToObj(i -> "slow-" + i).toList();
    slow.forEach(name -> builder.add(watching(name, bad)));
    builder.add(watching("fast", punctual));
    slow.forEach(n -> fake.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofDays(1))));
    Instant began = Instant.now();

    try (Retrainer retrainer = builder.start()) {
      AtomicInteger lost = new AtomicInteger();
      Await.until(
          "every run to be seen",
          Duration.ofHours(2),
          () -> {
            lost.addAndGet(retrainer.health().tickEnded().isEmpty() || holdsAll(retrainer) ? 0 : 1);
            return slow.stream().filter(name -> submitted(store, name)).count();
          },
          count -> count == RETRAININGS);
      Duration took = Duration.between(began, Instant.now());
      int made = calls.values().stream().mapToInt(AtomicInteger::get).sum();
      System.out.printf(
          "loop figure: %d retrainings submitted and seen after %d s; calls %s, half of the pool"
              + " would make them in %d s; runs %d; leases lost %d; abandoned %s; longest time"
              + " between two looks of another service's retraining %.1f s, ticks every %d s%n",
          RETRAININGS,
          took.toSeconds(),
          calls,
          made * each.toSeconds() / 4,
          fake.nativeIds().size(),
          lost.get(),
          retrainer.health().abandonedCalls(),
          punctual.longest.get() / 1e9,
          TICK.toSeconds());
      assertThat(fake.nativeIds()).hasSize(RETRAININGS);
      assertThat(lost).hasValue(0);
      never.countDown();
    }
  }

  private static boolean holdsAll(Retrainer retrainer) {
    return IntStream.range(0, RETRAININGS).allMatch(i -> retrainer.holds("slow-" + i));
  }

  private static boolean submitted(JdbcStore store, String name) {
    return store.history(name, 0).stream()
        .anyMatch(entry -> entry.decision().kind() == Kind.SUBMITTED);
  }

  private static Retraining watching(String name, MetricSource source) {
    return Retraining.of(Scene.pipeline(name))
        .metrics(source)
        .when(metric("auc").below(0.6), IMMEDIATE)
        .build();
  }
}
