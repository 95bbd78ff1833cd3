package dev.retrain.runtime;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind.Metrics;
import dev.retrain.api.pipeline.Kind.Model;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop does at size; prints the times that docs/performance.md holds. */
class LoopFiguresTest {

  @TempDir Path folder;

  private static void print(String what, long nanos) {
    System.out.printf("loop figure: %s: %.2f ms%n", what, nanos / 1e6);
  }

  /** Wall time, and the processor time of this process, which other programs do not lengthen. */
  private static final class Watch {
    private final long began = System.nanoTime();
    private final long busy = processorTime();

    private static long processorTime() {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }

    void print(String what) {
      long cpu = processorTime() - busy;
      System.out.printf(
          "loop figure: %s: %.2f ms, %.2f ms of processor time%n",
          what, (System.nanoTime() - began) / 1e6, cpu / 1e6);
    }
  }

  private static Pipeline smallest(String name) {
    Artifact<Model> model = Artifact.model("model");
    Artifact<Metrics> metrics = Artifact.metrics("metrics");
    return Pipeline.named(name)
        .step(
            Step.train("train", "acme/train@sha256:" + "a".repeat(64))
                .command("train")
                .writes(model))
        .step(
            Step.evaluate("evaluate", "acme/evaluate@sha256:" + "a".repeat(64))
                .command("evaluate")
                .reads(model)
                .writes(metrics))
        .when(metrics, atLeast("auc", 0.6), approved -> approved.register(name, model))
        .build();
  }

  @Test
  void tenThousandIdleRetrainingsAreOneTickWithoutASave() {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    JdbcStore store = JdbcStore.embedded(folder, false);
    Retrainer.Builder builder =
        Retrainer.on(new FakeBackend(clock))
            .store(store)
            .clock(clock)
            .adoptEvery(Duration.ofDays(1));
    for (int i = 0; i < 10_000; i++) {
      builder.add(Retraining.of(smallest("r-" + i)).when(cron("0 3 * * *"), BATCH).build());
    }
    try (Retrainer retrainer = builder.build()) {
      retrainer.tick();
      for (int i = 0; i < 3; i++) {
        clock.advance(Duration.ofMinutes(1));
        Watch watch = new Watch();
        assertThat(retrainer.tick()).isEmpty();
        watch.print("one tick over 10,000 idle retrainings");
      }
      assertThat(store.load("retraining/r-77").orElseThrow().version()).isEqualTo(1);
    }
  }

  @Test
  void ninetyDaysOfHourlyMetricsAreOneRunPerBadStretch() {
    for (int i = 0; i < 2; i++) {
      Watch watch = new Watch();
      Scene scene =
          new Scene(
              Scene.policy()
                  .when(metric("auc").below(0.6).forConsecutive(Duration.ofHours(3)), IMMEDIATE)
                  .cooldown(Duration.ofDays(1)));
      for (int hour = 0; hour < 90 * 24; hour++) {
        scene.metrics.put("auc", scene.clock.instant(), hour % 720 > 700 ? 0.5 : 0.65);
        scene.every(Duration.ofHours(1), 1);
      }
      watch.print("90 days, hourly metrics");
      assertThat(scene.backend.submissions()).hasSizeBetween(3, 6);
    }
  }

  @Test
  void aNoisyStationaryMetricGivesNoRunaway() {
    Scene scene =
        new Scene(
            Scene.policy()
                .when(metric("auc").below(0.6).forConsecutive(Duration.ofHours(3)), IMMEDIATE)
                .cooldown(Duration.ofDays(2)));
    Random noise = new Random(11);
    for (int hour = 0; hour < 10_000; hour++) {
      // below the limit by chance in 5 % of hours: three in a row in about 1 of 8,000
      scene.metrics.put("auc", scene.clock.instant(), 0.6 + 0.02 * (1.645 + noise.nextGaussian()));
      scene.every(Duration.ofHours(1), 1);
    }

    List<Instant> starts =
        scene.log().stream().filter(d -> d.kind() == Kind.RETRAIN).map(Decision::at).toList();
    assertThat(starts).hasSizeLessThanOrEqualTo(4);
    for (int i = 1; i < starts.size(); i++) {
      assertThat(Duration.between(starts.get(i - 1), starts.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofDays(2));
    }
  }

  @Test
  void aThousandActiveRunsAreWatchedByTheThreadsOfThePool() {
    SettableClock clock = SettableClock.at("2001-01-01T02:00:00Z");
    FakeBackend backend = new FakeBackend(clock);
    Retrainer.Builder builder =
        Retrainer.on(backend)
            .store(JdbcStore.embedded(folder, false))
            .clock(clock)
            .adoptEvery(Duration.ofDays(1));
    for (int i = 0; i < 1000; i++) {
      builder.add(Retraining.of(Scene.pipeline("m-" + i)).when(cron("0 3 * * *"), BATCH).build());
      backend.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofHours(2)));
    }
    int threads = Thread.activeCount();
    try (Retrainer retrainer = builder.build()) {
      retrainer.tick();
      clock.advance(Duration.ofHours(2));
      retrainer.tick();
      Watch watch = new Watch();
      retrainer.tick();
      watch.print("one tick over 1,000 active runs");
      assertThat(backend.submissions()).hasSize(1000);
      assertThat(retrainer.phase("m-500")).isEqualTo("running");
      assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 8);
    }
  }

  @Test
  void aDecisionIsSavedWithItsState() {
    for (boolean flushed : new boolean[] {false, true}) {
      try (JdbcStore store = JdbcStore.embedded(folder.resolve("f" + flushed), flushed)) {
        Decision decision =
            new Decision(
                "x",
                Instant.EPOCH,
                Kind.HOLD,
                "hold",
                "nothing",
                "no reason",
                Node.of(Map.of("auc", Node.of(0.6))),
                Optional.empty(),
                Optional.empty());
        long[] times = new long[300];
        for (int i = 0; i < times.length; i++) {
          long begin = System.nanoTime();
          assertThat(store.saveIfUnchanged("x", i, "{\"n\":" + i + "}", List.of(decision)))
              .isTrue();
          times[i] = System.nanoTime() - begin;
        }
        Arrays.sort(times);
        print("a decision saved, median, flushed " + flushed, times[times.length / 2]);
      }
    }
  }
}
