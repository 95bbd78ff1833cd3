package dev.retrain.kfp;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkerChecksTest {

  @Test
  void findsNothingInPlainPipelines() {
    assertThat(MarkerChecks.problems(PipelineSamples.trained(), MarkerRules.KUBEFLOW)).isEmpty();
    assertThat(MarkerChecks.problems(PipelineSamples.tuned(), MarkerRules.VERTEX)).isEmpty();
  }

  @Test
  void looksEverywhere() {
    Artifact<Kind.Model> model = Artifact.model("model");
    Artifact<Kind.Metrics> metrics = Artifact.metrics("metrics");
    String hostile = "{{$.inputs}}";
    Pipeline pipeline =
        Pipeline.named("hostile")
            .parameter("p", hostile)
            .step(
                Step.train("train", "a/b" + PipelineSamples.DIGEST)
                    .command("c", hostile)
                    .writes(model, metrics)
                    .parameters("p")
                    .args(Arg.text(hostile), Arg.param("p"), Arg.out(model), Arg.out(metrics))
                    .hyperparameters(Map.of("h", hostile))
                    .environment("E", hostile))
            .when(
                metrics,
                atLeast("auc", 0.5),
                approved ->
                    approved
                        .register("m", model)
                        .servedBy(
                            Serving.image("a/b" + PipelineSamples.DIGEST)
                                .environment("E", hostile)))
            .build();

    assertThat(MarkerChecks.problems(pipeline, MarkerRules.VERTEX))
        .extracting(Problem::path)
        .containsExactly(
            "parameters.p",
            "steps.train.command",
            "steps.train.args",
            "steps.train.hyperparameters",
            "steps.train.environment.E",
            "gate");
  }
}
