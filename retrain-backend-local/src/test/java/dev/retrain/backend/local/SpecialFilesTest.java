package dev.retrain.backend.local;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.backend.local.Pipelines.METRICS;
import static dev.retrain.backend.local.Pipelines.MODEL;
import static dev.retrain.backend.local.Pipelines.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pipes and links that lead nowhere, in what a step wrote. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class SpecialFilesTest {

  @TempDir Path root;

  /** Trains, leaving files of every kind beside the model, and writes metrics. */
  private LocalBackend backend(String metrics) {
    return LocalBackend.builder()
        .artifactRoot(root)
        .command(
            "img/train",
            "sh",
            "-c",
            "for a in \"$@\"; do case $a in */model) m=$a;; */metrics) s=$a;; esac; done;"
                + " cd $m; echo 1 > model.txt; mkfifo pipe; ln -s nowhere dangling;"
                + " ln -s . loop; ln -s model.txt link; cd $s; "
                + metrics)
        .build();
  }

  private static Pipeline pipeline() {
    return Pipeline.named("special")
        .step(train("train").writes(MODEL, METRICS).cachedFor(Duration.ofDays(7)))
        .when(METRICS, atLeast("auc", 0.6), approved -> approved.register("model-a", MODEL))
        .build();
  }

  @Test
  void aModelWithAPipeAndADanglingLinkIsRegisteredAndCached() {
    try (LocalBackend backend = backend("echo '{\"auc\": 0.7}' > metrics.json")) {
      assertThat(Pipelines.run(backend, pipeline())).isInstanceOf(RunStatus.Succeeded.class);

      RunHandle again = backend.submit(Pipelines.submission(pipeline(), new RunKey("another-key")));
      assertThat(Pipelines.ended(backend, again)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(backend.steps(again))
          .extracting(StepRun::state)
          .containsExactly(StepRun.State.CACHED);
    }
    Path copy = root.resolve("special/another-key/train/model");
    assertThat(copy.resolve("link")).hasContent("1");
    assertThat(copy.resolve("dangling")).isSymbolicLink();
    assertThat(copy.resolve("loop")).isSymbolicLink();
    assertThat(Files.exists(copy.resolve("pipe"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void metricsThatAreAPipeFailTheStep() {
    try (LocalBackend backend = backend("mkfifo metrics.json")) {
      assertThat(Pipelines.run(backend, pipeline()))
          .isInstanceOfSatisfying(
              RunStatus.Failed.class,
              failed -> assertThat(failed.why()).contains("metrics.json", "no regular file"));
    }
  }

  @Test
  void metricsThatNeverEndFailTheStep() {
    try (LocalBackend backend = backend("ln -s /dev/zero metrics.json")) {
      assertThat(Pipelines.run(backend, pipeline()))
          .isInstanceOfSatisfying(
              RunStatus.Failed.class,
              failed -> assertThat(failed.why()).contains("metrics.json", "no regular file"));
    }
  }
}
