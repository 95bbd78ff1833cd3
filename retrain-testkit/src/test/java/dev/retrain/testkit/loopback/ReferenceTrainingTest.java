package dev.retrain.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.testkit.InMemoryModelRegistry;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceTrainingTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path root;

  private static void run(LoopbackExecutor executor, String image, String... words)
      throws InterruptedException {
    StepEnd end = executor.start(LoopbackStep.of("step", image, List.of(words))).await(PATIENCE);
    assertThat(end.succeeded()).as("%s", end).isTrue();
  }

  @Test
  void readsWhatItsImagesTrainedAndWhatWasRegistered() throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    Path rows = Files.createDirectories(root.resolve("rows"));
    Path model = Files.createDirectories(root.resolve("model"));
    Path metrics = Files.createDirectories(root.resolve("metrics"));
    Files.copy(root.resolve("data/rows.csv"), rows.resolve("data.csv"));
    Path file = Files.writeString(root.resolve("h.json"), "{ \"depth\": 6 }");
    assertThat(training.pipeline(ReferenceTraining.Gate.PASSED).steps()).hasSize(6);
    InMemoryModelRegistry registry =
        new InMemoryModelRegistry(SettableClock.at("2001-01-01T00:00:00Z"));
    registry.register(
        ReferenceTraining.MODEL,
        "k",
        URI.create(model.toUri().toString()),
        Map.of(ModelVersion.PROFILE_TAG, metrics.toUri().toString()));
    try (LoopbackExecutor executor =
        ReferenceTraining.executor(root.resolve("loopback"), List.of("steps")).build()) {
      run(
          executor,
          ReferenceTraining.TRAIN_IMAGE,
          ("/app/train --train "
                  + rows
                  + " --champion "
                  + root
                  + " --model "
                  + model
                  + " --retrain_mode full --rate 0.5 --rounds 3 --hyperparameters "
                  + file)
              .split(" "));
      run(
          executor,
          ReferenceTraining.EVALUATE_IMAGE,
          ("/app/evaluate --holdout " + rows + " --model " + model + " --metrics " + metrics)
              .split(" "));
      Files.writeString(
          metrics.resolve("gate.json"),
          "{\"passed\": true, \"outcome\": \"passed\", \"why\": \"\"}");

      ReferenceTraining.Result result =
          ReferenceTraining.read(metrics, metrics, registry, executor.folders());

      assertThat(result.gate()).isEqualTo("passed");
      assertThat(result.metrics()).containsEntry("rows", 200.0).containsEntry("accuracy", 0.905);
      assertThat(result.registered().orElseThrow().model())
          .containsEntry("hyperparameters.json", "{\"depth\":6}")
          .containsEntry("parameters.txt", "full 0.5 3\n")
          .containsKey("mean.txt");
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAValidPipelineForEveryGate(ReferenceTraining.Gate gate) throws Exception {
    assertThat(new ReferenceTraining(root).pipeline(gate).gate()).isPresent();
  }
}
