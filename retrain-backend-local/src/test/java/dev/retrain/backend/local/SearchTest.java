package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.KEY;
import static dev.retrain.backend.local.Pipelines.METRICS;
import static dev.retrain.backend.local.Pipelines.MODEL;
import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {

  private static final Search GRID =
      Search.over(Map.of("x", Range.between(0, 1)), Metric.RMSE)
          .strategy(Search.Strategy.GRID)
          .trials(5, 2);

  @TempDir Path root;

  private final AtomicInteger calls = new AtomicInteger();

  /** The objective is the distance from 0.7; a negative x fails. */
  private LocalBackend backend() {
    return LocalBackend.builder()
        .artifactRoot(root)
        .function(
            "img/tune",
            call -> {
              calls.incrementAndGet();
              double x = call.number("x");
              if (x < 0) {
                throw new IllegalArgumentException("x is negative");
              }
              Files.writeString(call.out("model").resolve("x"), Double.toString(x));
              call.writeMetrics("metrics", Map.of("rmse", Math.abs(x - 0.7)));
            })
        .build();
  }

  private static Pipeline tuning(Search search) {
    return Pipeline.named("tuning")
        .step(
            Step.tune("tune", "img/tune", search)
                .allowMutableTag()
                .command("run")
                .writes(MODEL, METRICS))
        .build();
  }

  @Test
  void makesTheOutputsOfTheBestTrialTheSteps() throws Exception {
    try (LocalBackend backend = backend()) {
      RunStatus status = Pipelines.run(backend, tuning(GRID));

      assertThat(status).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(calls).hasValue(5);
      Path step = root.resolve("tuning").resolve(KEY.value()).resolve("tune");
      assertThat(step.resolve("model/x")).hasContent("0.75");
      Node.Mapping report = (Node.Mapping) Documents.read(step.resolve("trials.json"));
      assertThat(report.entries()).hasSize(5);
      assertThat(report.get("004").orElseThrow().toString()).contains("\"best\"");
    }
  }

  @Test
  void passesOverTrialsThatFail() throws Exception {
    Search search =
        Search.over(Map.of("x", Range.oneOf(-1, 0.5, -2)), Metric.RMSE)
            .strategy(Search.Strategy.GRID)
            .trials(3, 1);
    try (LocalBackend backend = backend()) {
      assertThat(Pipelines.run(backend, tuning(search))).isInstanceOf(RunStatus.Succeeded.class);
    }
  }

  @Test
  void failsWhenEveryTrialFails() throws Exception {
    Search search =
        Search.over(Map.of("x", Range.oneOf(-1, -2)), Metric.RMSE)
            .strategy(Search.Strategy.GRID)
            .trials(2, 1);
    try (LocalBackend backend = backend()) {
      assertThat(Pipelines.run(backend, tuning(search)))
          .isInstanceOfSatisfying(
              RunStatus.Failed.class, failed -> assertThat(failed.why()).contains("x is negative"));
    }
  }

  @Test
  void stopsWhenTheBestHasNotImprovedForLong() throws Exception {
    Search search =
        Search.over(Map.of("x", Range.oneOf(0.7, 0.1, 0.2, 0.3, 0.4)), Metric.RMSE)
            .strategy(Search.Strategy.GRID)
            .trials(5, 1)
            .stopAfter(2);
    try (LocalBackend backend = backend()) {
      Pipelines.run(backend, tuning(search));

      assertThat(calls).hasValue(3);
    }
  }

  @Test
  void keepsFixedHyperparametersBesideTheTrials() throws Exception {
    List<Map<String, Node.Scalar>> seen = new CopyOnWriteArrayList<>();
    Pipeline pipeline =
        Pipeline.named("tuning")
            .step(
                Step.tune("tune", "img/see", GRID)
                    .allowMutableTag()
                    .command("run")
                    .hyperparameters(Map.of("fixed", "yes"))
                    .writes(MODEL, METRICS))
            .build();
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root)
            .function(
                "img/see",
                call -> {
                  seen.add(call.hyperparameters());
                  call.writeMetrics("metrics", Map.of("rmse", 1.0));
                })
            .build()) {
      Pipelines.run(backend, pipeline);

      assertThat(seen).allSatisfy(values -> assertThat(values).containsKeys("fixed", "x"));
    }
  }

  @Test
  void refusesAGuidedSearchBeforeAnythingIsCreated() {
    try (LocalBackend backend = backend()) {
      Assertions.assertThatThrownBy(
              () -> backend.submit(submission(tuning(GRID.strategy(Search.Strategy.BAYESIAN)))))
          .isInstanceOf(UnsupportedFeature.class)
          .hasMessageContaining("no guided tuner");
      assertThat(backend.find(KEY)).isEmpty();
    }
  }

  @Test
  void repeatsNoTrialThatHadEndedWhenTheRunIsTakenUpAgain() throws Exception {
    Search search =
        Search.over(Map.of("x", Range.oneOf(0.1, 0.2, 0.3)), Metric.RMSE)
            .strategy(Search.Strategy.GRID)
            .trials(3, 1);
    CountDownLatch hanging = new CountDownLatch(1);
    try (LocalBackend first =
        LocalBackend.builder()
            .artifactRoot(root)
            .function(
                "img/tune",
                call -> {
                  if (call.number("x") > 0.15) {
                    hanging.countDown();
                    new CountDownLatch(1).await();
                  }
                  call.writeMetrics("metrics", Map.of("rmse", 1.0));
                })
            .build()) {
      first.submit(submission(tuning(search)));
      assertThat(hanging.await(2, TimeUnit.MINUTES)).isTrue();
    }
    try (LocalBackend second = backend()) {
      RunHandle run = second.submit(submission(tuning(search)));

      assertThat(Pipelines.ended(second, run)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(calls).hasValue(2);
    }
  }
}
