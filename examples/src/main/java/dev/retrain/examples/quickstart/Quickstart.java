package dev.retrain.examples.quickstart;

import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.api.pipeline.Condition.atMost;
import static dev.retrain.api.pipeline.Condition.notWorseThanChampion;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import java.nio.file.Path;
import java.util.Map;

/** One step of each kind on this machine, as Java functions and as child processes. */
public final class Quickstart {

  private Quickstart() {}

  /** Trains, judges and registers a line through points; a second time it finds that run. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args.length > 0 ? args[0] : "target/quickstart");
    try (LocalBackend local =
        LocalBackend.builder()
            .artifactRoot(root)
            .function("quickstart/points", Line::points)
            .function("quickstart/try-ridge", Line::tryRidge)
            .command("quickstart/fit", Line.command("fit"))
            .function("quickstart/evaluate", Line::evaluate)
            .build()) {
      RunHandle run =
          local.submit(
              Submission.of(
                  pipeline(), new RunKey("first"), Map.of(), RetrainMode.FULL, "v1", "try it"));
      RunStatus status = local.status(run);
      for (; !status.terminal(); status = local.status(run)) {
        Thread.sleep(50);
      }
      local.steps(run).forEach(step -> System.out.println(step.step() + " " + step.state()));
      System.out.println(run.nativeId() + " " + status);
    }
  }

  static Pipeline pipeline() {
    Artifact<Kind.Dataset> rows = Artifact.dataset("rows");
    Artifact<Kind.Dataset> train = Artifact.dataset("train");
    Artifact<Kind.Dataset> holdout = Artifact.dataset("holdout");
    Artifact<Kind.Model> best = Artifact.model("best");
    Artifact<Kind.Metrics> trial = Artifact.metrics("trial");
    Artifact<Kind.Model> model = Artifact.model("model");
    Artifact<Kind.Metrics> metrics = Artifact.metrics("metrics");
    Search search =
        Search.over(Map.of("ridge", Range.logBetween(0.01, 100)), Metric.RMSE).trials(6, 2);
    return Pipeline.named("quickstart")
        .parameter("count", 200)
        .step(own(Step.process("points", "quickstart/points")).parameters("count").writes(rows))
        .step(StandardSteps.split("split").random(0.25, 7).reads(rows).writes(train, holdout))
        .step(
            own(Step.tune("tune", "quickstart/try-ridge", search)).reads(train).writes(best, trial))
        .step(own(Step.train("train", "quickstart/fit")).reads(train, best).writes(model))
        .step(
            own(Step.evaluate("evaluate", "quickstart/evaluate"))
                .reads(holdout, model, Artifact.champion())
                .writes(metrics))
        .when(
            metrics,
            atMost("rmse", 0.3).and(notWorseThanChampion("rmse", relative(0.05))),
            approved -> approved.register("line", model))
        .build();
  }

  /** Returns a step whose image exists on this machine only, as an entry of the backend's table. */
  private static Step own(Step step) {
    return step.allowMutableTag().command("run");
  }
}
