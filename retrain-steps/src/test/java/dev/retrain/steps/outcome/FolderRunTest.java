package dev.retrain.steps.outcome;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.FolderRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRunTest {

  private static final String IMAGE = "train@sha256:" + "0".repeat(64);
  private static final Pipeline GATED = pipeline(true);

  @TempDir private Path folder;
  private ModelRegistry registry;

  private static Pipeline pipeline(boolean gated) {
    var model = Artifact.model("model");
    var metrics = Artifact.metrics("metrics");
    Pipeline.Builder all =
        Pipeline.named("flight")
            .step(Step.train("train", IMAGE).command("train").writes(model, metrics));
    return gated
        ? all.when(metrics, atLeast("auc", 0.6), approved -> approved.register("delay", model))
            .build()
        : all.build();
  }

  @BeforeEach
  void openRegistry() {
    registry = new FolderRegistry(folder.resolve("registry"), Clock.systemUTC());
  }

  private FolderRun run(Pipeline pipeline, String metrics, boolean isTrial) throws IOException {
    Path written = Files.createDirectories(folder.resolve("train/metrics"));
    Files.createDirectories(folder.resolve("train/model"));
    if (!metrics.isEmpty()) {
      Files.writeString(written.resolve("metrics.json"), metrics);
    }
    return new FolderRun(pipeline, new RunKey("flight-1"), folder, isTrial);
  }

  @Test
  void registersOnceWhenTheGatePasses() throws IOException {
    FolderRun run = run(GATED, "{\"auc\": 0.7}", false);

    run.register(registry);
    run.register(registry);

    assertThat(registry.versions("delay"))
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.tags()).containsEntry(ModelVersion.RUN_TAG, "flight-1");
              assertThat(((RunStatus.Succeeded) run.status(registry)).outputs().registered())
                  .hasValueSatisfying(
                      named -> assertThat(named.version()).isEqualTo(version.version()));
            });
  }

  @Test
  void registersNothingByALook() throws IOException {
    RunStatus status = run(GATED, "{\"auc\": 0.7}", false).status(registry);

    assertThat(status).isInstanceOf(RunStatus.Succeeded.class);
    assertThat(registry.versions("delay")).isEmpty();
  }

  @Test
  void registersNothingOfATrial() throws IOException {
    run(GATED, "{\"auc\": 0.7}", true).register(registry);

    assertThat(registry.versions("delay")).isEmpty();
  }

  @Test
  void isRejectedAndNotRegisteredWhenTheGateDoesNotHold() throws IOException {
    FolderRun run = run(GATED, "{\"auc\": 0.5}", false);

    run.register(registry);

    assertThat(run.status(registry)).isInstanceOf(RunStatus.Rejected.class);
    assertThat(registry.versions("delay")).isEmpty();
  }

  @Test
  void isUndecidedWhereTheStepWroteNoMetrics() throws IOException {
    assertThat(run(GATED, "", false).status(registry)).isInstanceOf(RunStatus.Undecided.class);
  }

  @Test
  void namesAllMetricsByTheirArtifactWithoutAGate() throws IOException {
    RunStatus status = run(pipeline(false), "{\"auc\": 0.5}", false).status(registry);

    assertThat(((RunStatus.Succeeded) status).outputs().metrics())
        .containsExactly(Map.entry("metrics.auc", 0.5));
  }
}
