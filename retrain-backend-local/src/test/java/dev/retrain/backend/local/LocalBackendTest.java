package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.KEY;
import static dev.retrain.backend.local.Pipelines.gated;
import static dev.retrain.backend.local.Pipelines.process;
import static dev.retrain.backend.local.Pipelines.run;
import static dev.retrain.backend.local.Pipelines.single;
import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepUsage;
import dev.retrain.spi.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendTest {

  @TempDir Path root;

  private LocalBackend.Builder gatedBackend(double auc) {
    return LocalBackend.builder()
        .artifactRoot(root)
        .function(
            "img/prepare",
            call -> Files.writeString(call.out("rows").resolve("data.csv"), call.parameter("week")))
        .command(
            "img/train",
            "sh",
            "-c",
            "while [ $# -gt 0 ]; do case $1 in --model) m=$2;; --rows) r=$2;;"
                + " --hyperparameters) h=$2;; esac; shift; done;"
                + " cat $r/data.csv $h > $m/model.txt; echo trained")
        .function("img/evaluate", call -> call.writeMetrics("metrics", Map.of("auc", auc)));
  }

  @Test
  void registersWhenTheGatePasses() throws Exception {
    try (LocalBackend backend = gatedBackend(0.7).build()) {
      RunStatus status = run(backend, gated());

      assertThat(status).isInstanceOf(RunStatus.Succeeded.class);
      RunStatus.RunOutputs outputs = ((RunStatus.Succeeded) status).outputs();
      assertThat(outputs.metrics()).containsEntry("auc", 0.7);
      ModelVersion version = outputs.registered().orElseThrow();
      assertThat(version.aliases()).as("a run moves no alias").isEmpty();
      backend.conclude(backend.find(KEY).orElseThrow());
      assertThat(backend.registry().byAlias("model-a", ModelRegistry.CHALLENGER))
          .hasValueSatisfying(challenger -> assertThat(challenger).hasToString("model-a@1"));
      assertThat(version.tags())
          .containsEntry(ModelVersion.RUN_TAG, KEY.value())
          .containsEntry(ModelVersion.GATE_TAG, "passed");
      assertThat(Path.of(version.artifact()).resolve("model.txt"))
          .content()
          .isEqualToIgnoringWhitespace("1{\"depth\":3}");
    }
  }

  @Test
  void measuresWhatEachStepUsesOfThisMachine() throws Exception {
    try (LocalBackend backend = gatedBackend(0.7).build()) {
      run(backend, gated());

      assertThat(backend.steps(backend.find(KEY).orElseThrow()))
          .hasSize(3)
          .allSatisfy(
              step ->
                  assertThat(step.usage())
                      .contains(
                          new StepUsage(
                              "this one",
                              1,
                              Duration.between(
                                  step.started().orElseThrow(), step.ended().orElseThrow()),
                              StepUsage.Basis.MEASURED)));
    }
  }

  @Test
  void rejectsAndRegistersNothingWhenTheGateSaysNo() throws Exception {
    try (LocalBackend backend = gatedBackend(0.5).build()) {
      RunStatus status = run(backend, gated());

      assertThat(status)
          .isInstanceOfSatisfying(
              RunStatus.Rejected.class,
              rejected -> assertThat(rejected.why()).contains("auc >= 0.6", "0.5"));
      assertThat(backend.registry().versions("model-a")).isEmpty();
    }
  }

  @Test
  void namesStepExitCodeTailAndLogOfAFailure() throws Exception {
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root)
            .command("img/boom", "sh", "-c", "seq 1 30; exit 7")
            .build()) {
      RunStatus status = run(backend, single(process("boom")));

      assertThat(status)
          .isInstanceOfSatisfying(
              RunStatus.Failed.class,
              failed -> {
                assertThat(failed.step()).contains("boom");
                assertThat(failed.why()).contains("code 7", "attempt-1.log");
                assertThat(failed.logTail()).hasSize(20).startsWith("11").endsWith("30");
                assertThat(Path.of(failed.links().get(0))).exists();
              });
    }
  }

  @Test
  void triesAgainAsOftenAsTheStepAllows() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root)
            .function(
                "img/flaky",
                call -> {
                  if (calls.incrementAndGet() < 3) {
                    throw new IllegalStateException("not yet");
                  }
                })
            .build()) {
      RunStatus status =
          run(
              backend,
              single(process("flaky").retry(Retry.attempts(3).backoff(Duration.ofMillis(1)))));

      assertThat(status).isInstanceOf(RunStatus.Succeeded.class);
      StepRun step = backend.steps(backend.find(KEY).orElseThrow()).get(0);
      assertThat(step.attempts()).isEqualTo(3);
    }
  }

  @Test
  void givesTheSameRunForTheSameKey() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root)
            .function("img/count", call -> calls.incrementAndGet())
            .build()) {
      run(backend, single(process("count")));
      run(backend, single(process("count")));

      assertThat(calls).hasValue(1);
      assertThat(backend.list("single", Instant.EPOCH)).hasSize(1);
    }
  }

  @Test
  void isSeenByAnotherBackendOnTheSameFolder() throws Exception {
    try (LocalBackend backend = gatedBackend(0.7).build();
        LocalBackend other = LocalBackend.builder().artifactRoot(root).build()) {
      run(backend, gated());

      assertThat(other.status(other.find(KEY).orElseThrow()))
          .isInstanceOf(RunStatus.Succeeded.class);
      assertThat(other.steps(other.find(KEY).orElseThrow()))
          .extracting(StepRun::state)
          .containsOnly(StepRun.State.SUCCEEDED);
    }
  }

  @Test
  void refusesAnImageThatNothingIsBoundTo() {
    try (LocalBackend backend = LocalBackend.builder().artifactRoot(root).build()) {
      assertThatThrownBy(() -> backend.submit(submission(gated())))
          .isInstanceOf(RetrainException.class)
          .hasMessageContaining("img/train")
          .hasMessageContaining("img/prepare");
      assertThat(backend.find(KEY)).isEmpty();
    }
  }

  @Test
  void givesAnEmptyFolderWhenThereIsNoChampion() throws Exception {
    List<Path> seen = new CopyOnWriteArrayList<>();
    try (LocalBackend backend =
        gatedBackend(0.7)
            .function(
                "img/evaluate",
                call -> {
                  seen.add(call.in("champion"));
                  call.writeMetrics("metrics", Map.of("auc", 0.9));
                })
            .build()) {
      run(backend, gated());

      assertThat(seen).singleElement().satisfies(f -> assertThat(f).isEmptyDirectory());
    }
  }

  @Test
  void bindsTheChampionsFolder() throws Exception {
    List<Path> seen = new CopyOnWriteArrayList<>();
    Path model = Files.createDirectories(root.resolve("somewhere"));
    ModelVersion champion =
        new ModelVersion("model-a", "1", Instant.EPOCH, model.toUri(), Map.of(), Set.of());
    try (LocalBackend backend =
        gatedBackend(0.7)
            .function(
                "img/evaluate",
                call -> {
                  seen.add(call.in("champion"));
                  call.writeMetrics("metrics", Map.of("auc", 0.9));
                })
            .build()) {
      Pipelines.ended(
          backend, backend.submit(submission(gated()).withChampion(Optional.of(champion))));

      assertThat(seen).containsExactly(model);
    }
  }
}
