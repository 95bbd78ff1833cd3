package dev.retrain.backend.local;

import static dev.retrain.api.pipeline.Condition.atLeast;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Small pipelines and what tests do with them. */
final class Pipelines {

  static final Artifact<Kind.Dataset> ROWS = Artifact.dataset("rows");
  static final Artifact<Kind.Model> MODEL = Artifact.model("model");
  static final Artifact<Kind.Metrics> METRICS = Artifact.metrics("metrics");
  static final RunKey KEY = new RunKey("a-key");

  private Pipelines() {}

  /** A step of an image that is called as the step is. */
  static Step process(String name) {
    return Step.process(name, "img/" + name).allowMutableTag().command(name);
  }

  static Step train(String name) {
    return Step.train(name, "img/" + name).allowMutableTag().command(name);
  }

  static Step evaluate(String name) {
    return Step.evaluate(name, "img/" + name).allowMutableTag().command(name);
  }

  /** Prepare, train, evaluate, and a gate on auc of at least 0.6. */
  static Pipeline gated() {
    return Pipeline.named("gated")
        .parameter("week", "1")
        .step(process("prepare").parameters("week").writes(ROWS))
        .step(train("train").reads(ROWS).writes(MODEL).hyperparameters(Map.of("depth", 3)))
        .step(evaluate("evaluate").reads(MODEL, Artifact.champion()).writes(METRICS))
        .when(METRICS, atLeast("auc", 0.6), approved -> approved.register("model-a", MODEL))
        .build();
  }

  /** One step without artifacts. */
  static Pipeline single(Step step) {
    return Pipeline.named("single").step(step).build();
  }

  static Submission submission(Pipeline pipeline) {
    return submission(pipeline, KEY);
  }

  static Submission submission(Pipeline pipeline, RunKey key) {
    return Submission.of(pipeline, key, Map.of(), RetrainMode.FULL, "v1", "test");
  }

  static RunStatus run(Backend backend, Pipeline pipeline) {
    return ended(backend, backend.submit(submission(pipeline)));
  }

  /** Waits until a run has ended. */
  static RunStatus ended(Backend backend, RunHandle run) {
    return Await.until(
        "the run to end", Duration.ofMinutes(2), () -> backend.status(run), RunStatus::terminal);
  }

  /** Waits until a file holds so many whole lines. */
  static List<String> lines(Path file, int count) {
    return Await.until(
        count + " lines in " + file,
        Duration.ofMinutes(2),
        () -> wholeLines(file),
        lines -> lines.size() >= count);
  }

  private static List<String> wholeLines(Path file) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
