package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.ROWS;
import static dev.retrain.backend.local.Pipelines.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepCacheTest {

  @TempDir Path root;

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2001-01-01T00:00:00Z"));
  private String content = "rows";

  private LocalBackend backend() {
    InstantSource source = now::get;
    return LocalBackend.builder()
        .artifactRoot(root)
        .clock(source.withZone(ZoneOffset.UTC))
        .function(
            "img/rows", call -> Files.writeString(call.out("rows").resolve("data.csv"), content))
        .function(
            "img/slow",
            call -> {
              calls.incrementAndGet();
              Files.copy(call.in("rows").resolve("data.csv"), call.out("copy").resolve("data.csv"));
            })
        .build();
  }

  private static Pipeline cached() {
    return Pipeline.named("cached")
        .parameter("week", "1")
        .step(process("rows").writes(ROWS))
        .step(
            process("slow")
                .reads(ROWS)
                .writes(Artifact.dataset("copy"))
                .parameters("week")
                .cachedFor(Duration.ofDays(7)))
        .build();
  }

  private StepRun.State slow(LocalBackend backend, String key, Map<String, String> parameters)
      throws Exception {
    RunHandle run =
        backend.submit(
            Submission.of(cached(), new RunKey(key), parameters, RetrainMode.FULL, "v1", "test"));
    Pipelines.ended(backend, run);
    return backend.steps(run).get(1).state();
  }

  @Test
  void takesTheOutputsOfAnEarlierRun() throws Exception {
    try (LocalBackend backend = backend()) {
      slow(backend, "one", Map.of());

      assertThat(slow(backend, "two", Map.of())).isEqualTo(StepRun.State.CACHED);
      assertThat(calls).hasValue(1);
      assertThat(root.resolve("cached/two/slow/copy/data.csv")).hasContent("rows");
    }
  }

  @Test
  void worksAgainWhenTheInputChanged() throws Exception {
    try (LocalBackend backend = backend()) {
      slow(backend, "one", Map.of());
      content = "other rows";

      assertThat(slow(backend, "two", Map.of())).isEqualTo(StepRun.State.SUCCEEDED);
    }
  }

  @Test
  void worksAgainWhenAParameterChanged() throws Exception {
    try (LocalBackend backend = backend()) {
      slow(backend, "one", Map.of());

      assertThat(slow(backend, "two", Map.of("week", "2"))).isEqualTo(StepRun.State.SUCCEEDED);
    }
  }

  @Test
  void worksAgainWhenTheResultIsTooOld() throws Exception {
    try (LocalBackend backend = backend()) {
      slow(backend, "one", Map.of());
      now.set(now.get().plus(Duration.ofDays(8)));

      assertThat(slow(backend, "two", Map.of())).isEqualTo(StepRun.State.SUCCEEDED);
    }
  }

  @Test
  void worksAgainWhenTheEarlierOutputsWereChanged() throws Exception {
    try (LocalBackend backend = backend()) {
      slow(backend, "one", Map.of());
      Files.writeString(root.resolve("cached/one/slow/copy/data.csv"), "tampered");

      assertThat(slow(backend, "two", Map.of())).isEqualTo(StepRun.State.SUCCEEDED);
    }
  }

  @Test
  void keepsTheClockOfItsContext() throws Exception {
    try (LocalBackend backend = backend()) {
      slow(backend, "one", Map.of());

      assertThat(backend.list("cached", now.get())).hasSize(1);
      assertThat(backend.list("cached", now.get().plusSeconds(1))).isEmpty();
    }
  }
}
