package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepProblemsTest {

  private static final String DIGEST = "@sha256:" + "a".repeat(64);
  private static final StepImages IMAGES =
      new StepImages(Optional.empty(), List.of(), Optional.empty());
  private static final Artifact<Kind.Dataset> ROWS = Artifact.dataset("rows");
  private static final Artifact<Kind.Model> MODEL = Artifact.model("model");
  private static final Artifact<Kind.Metrics> METRICS = Artifact.metrics("metrics");

  private static Step train(String image) {
    return Step.train("train", image).command("run").writes(MODEL, METRICS);
  }

  private static Pipeline gated(String server) {
    return Pipeline.named("gated")
        .step(train("host.io/acme/train" + DIGEST))
        .when(
            METRICS,
            Condition.atLeast("auc", 0.6),
            approved -> approved.register("m", MODEL).servedBy(Serving.image(server)))
        .build();
  }

  private static Parameter number(String defaultValue) {
    return Parameter.withDefault("n", Parameter.Type.INTEGER, defaultValue);
  }

  @Test
  void theImageOfTheStandardStepsNeedsANameAndADigest() {
    assertThat(StepProblems.stepsImage("cloud", "host.io/steps" + DIGEST)).isEmpty();
    assertThat(StepProblems.stepsImage("cloud", "").map(Problem::what))
        .contains("stepsImage is missing");
    assertThat(StepProblems.stepsImage("cloud", "steps:1").map(Problem::what))
        .hasValueSatisfying(what -> assertThat(what).endsWith("has no digest"));
    assertThat(StepProblems.stepsImage("cloud", "Steps" + DIGEST).map(Problem::what))
        .hasValueSatisfying(what -> assertThat(what).endsWith("is not the name of an image"));
  }

  @Test
  void imagesOfStepsAndServersMustBeReferences() {
    assertThat(StepProblems.imageName(train("acme/train" + DIGEST), IMAGES)).isEmpty();
    assertThat(StepProblems.imageName(train("Acme/Train" + DIGEST), IMAGES))
        .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("image-name"));
    assertThat(StepProblems.servingImage(gated("acme/serve" + DIGEST), IMAGES)).isEmpty();
    assertThat(StepProblems.servingImage(gated("Acme/Serve" + DIGEST), IMAGES))
        .hasValueSatisfying(
            problem -> assertThat(problem.path()).isEqualTo("gate.register.servedBy.image"));
  }

  @Test
  void anImageWithoutARegistryIsAWarning() {
    assertThat(
            StepProblems.imageWithoutRegistry(
                train("acme/train" + DIGEST), IMAGES, "which the service looks up at its default"))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.what()).contains("looks up at its default");
            });
    assertThat(StepProblems.imageWithoutRegistry(train("host.io/train" + DIGEST), IMAGES, "unused"))
        .isEmpty();
  }

  @Test
  void filesOfThisMachineAreNamedUnlessTheServiceMountsThem() {
    Step ingest = StandardSteps.ingest("ingest", "/data/rows.csv").writes(ROWS);

    assertThat(StepProblems.localFiles(ingest, "")).hasSize(1);
    assertThat(StepProblems.localFiles(ingest, "/data/")).isEmpty();
    assertThat(StepProblems.localFiles(StandardSteps.ingest("i", "s3://b/r.csv").writes(ROWS), ""))
        .isEmpty();
    assertThat(StepProblems.localFiles(train("a" + DIGEST), "")).isEmpty();
  }

  @Test
  void aRegistryThatTheStepsCannotReachIsAWarning() {
    Pipeline gated = gated("acme/serve" + DIGEST);

    assertThat(StepProblems.registry(gated, "azureml://subscriptions/s", "")).isEmpty();
    assertThat(StepProblems.registry(gated, "/mnt/registry", "/mnt/")).isEmpty();
    assertThat(StepProblems.registry(gated, "registry", "/mnt/").map(Problem::what))
        .hasValueSatisfying(what -> assertThat(what).contains("folder of the container"));
    assertThat(StepProblems.registry(gated, "gs://bucket/registry", "").map(Problem::what))
        .hasValueSatisfying(what -> assertThat(what).contains("cannot write to gs://bucket"));
  }

  @Test
  void aDefaultBeyondExactDoublesIsNamed() {
    assertThat(StepProblems.inexactInteger(number(Long.toString(1L << 53)))).isPresent();
    assertThat(StepProblems.inexactInteger(number("7"))).isEmpty();
  }
}
