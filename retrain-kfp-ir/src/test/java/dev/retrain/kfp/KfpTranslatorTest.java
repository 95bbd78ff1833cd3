package dev.retrain.kfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Support;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KfpTranslatorTest {

  private static final KfpTranslator TRANSLATOR = new KfpTranslator(PlainService.ROOMY);

  @Test
  void translatesToTheSameBytesEveryTime() {
    assertThat(TRANSLATOR.preflight(PipelineSamples.trained()).passed()).isTrue();
    assertThat(TRANSLATOR.translate(PipelineSamples.trained()))
        .isEqualTo(new KfpTranslator(PlainService.ROOMY).translate(PipelineSamples.trained()));
  }

  @Test
  void listsEverythingThatIsWrongAtOnce() {
    Pipeline pipeline =
        Pipeline.named("bad")
            .parameter(Parameter.withDefault("big", Parameter.Type.INTEGER, "9007199254740993"))
            .parameter("text", "{{$}}")
            .step(
                Step.tune(
                        "tune",
                        "a/b" + PipelineSamples.DIGEST,
                        Search.over(Map.of("x", Range.between(0, 1)), Metric.AUC))
                    .command("c")
                    .parameters("big", "text")
                    .writes(Artifact.model("m"), Artifact.metrics("s"))
                    .on(Resources.unspecified().nodes(2))
                    .identity("other")
                    .hint("plain", "accelerator", "1")
                    .hint("plain", "knwon", "1"))
            .build();

    KfpTranslator small = new KfpTranslator(new PlainService("steps:latest", 100));
    assertThat(small.preflight(pipeline).problems())
        .extracting(Problem::code)
        .contains(
            "unsupported",
            "steps-image",
            "integer-too-large",
            "unknown-hint",
            "text-would-be-replaced",
            "definition-too-large");
    assertThatThrownBy(() -> small.translate(pipeline))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessageContaining("MULTI_NODE")
        .hasMessageContaining("STEP_IDENTITY");
  }

  @Test
  void aMissingStepsImageIsAWrongSetting() {
    KfpTranslator bare = new KfpTranslator(new PlainService("", 1_000_000));

    assertThatThrownBy(() -> bare.translate(PipelineSamples.trained()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("stepsImage is missing");
    assertThat(bare.preflight(PipelineSamples.chain(2)).passed()).isTrue();
  }

  @Test
  void warnsOfDefinitionsThatAreGettingLarge() {
    int bytes =
        TRANSLATOR.translate(PipelineSamples.chain(5)).files().values().iterator().next().length();
    KfpTranslator tight =
        new KfpTranslator(new PlainService("steps" + PipelineSamples.DIGEST, bytes + 10));

    assertThat(tight.preflight(PipelineSamples.chain(5)).problems())
        .singleElement()
        .matches(problem -> !problem.isError());
  }

  @Test
  void plansEveryStepAndTheGate() {
    Plan plan = TRANSLATOR.plan(PipelineSamples.trained());

    assertThat(plan.steps())
        .extracting(Plan.StepPlan::step)
        .containsExactly("ingest", "split", "train", "evaluate", "gate");
    Plan.StepPlan train = plan.steps().get(2);
    assertThat(train.kind()).isEqualTo("train");
    assertThat(train.support()).isInstanceOf(Support.Emulated.class);
    assertThat(train.features()).containsKeys(Capability.TRAIN, Capability.CACHE);
    assertThat(train.identity()).contains("robot");
    assertThat(train.notes()).anyMatch(note -> note.contains("age of a cached result"));
    assertThat(plan.steps().get(0).support()).isInstanceOf(Support.Native.class);
    assertThat(plan.steps().get(0).image()).startsWith("steps@");
    assertThat(plan.steps().get(4).becomes()).contains("condition");
  }

  @Test
  void plansSearchesAndHints() {
    Pipeline pipeline =
        Pipeline.named("search")
            .step(
                Step.tune(
                        "tune",
                        "a/b" + PipelineSamples.DIGEST,
                        Search.over(Map.of("x", Range.between(0, 1)), Metric.AUC).trials(6, 3))
                    .command("c")
                    .writes(Artifact.model("m"), Artifact.metrics("s"))
                    .hint("plain", "accelerator", "1")
                    .hint("sagemaker", "instance", "ml.m5.large"))
            .step(
                Step.tune("own", "a/b" + PipelineSamples.DIGEST)
                    .command("c")
                    .writes(Artifact.model("m2")))
            .build();
    Plan plan = TRANSLATOR.plan(pipeline);

    Plan.StepPlan own = plan.steps().get(0);
    assertThat(own.becomes()).isEqualTo("container task");
    Plan.StepPlan tune = plan.steps().get(1);
    assertThat(tune.becomes()).isEqualTo("6 container tasks, 3 at once, and the best of them");
    assertThat(tune.hints())
        .containsEntry("plain.accelerator", "1")
        .containsEntry("sagemaker.instance", "ml.m5.large (ignored)");
  }

  @Test
  void refusesSearchesThatLookBack() {
    Search guided =
        Search.over(Map.of("x", Range.between(0, 1)), Metric.AUC)
            .strategy(Search.Strategy.BAYESIAN)
            .stopAfter(2);
    Pipeline pipeline =
        Pipeline.named("guided")
            .step(
                Step.tune("tune", "a/b" + PipelineSamples.DIGEST, guided)
                    .command("c")
                    .writes(Artifact.model("m"), Artifact.metrics("s")))
            .build();

    assertThat(TRANSLATOR.preflight(pipeline).problems())
        .extracting(Problem::code)
        .containsExactly("unsupported", "unsupported");
  }

  @Test
  void plansWhatCannotRun() {
    Pipeline pipeline =
        Pipeline.named("wide")
            .step(
                Step.process("p", "a/b" + PipelineSamples.DIGEST)
                    .command("c")
                    .writes(Artifact.dataset("d"))
                    .on(Resources.unspecified().nodes(2)))
            .build();
    Plan plan = TRANSLATOR.plan(pipeline);

    assertThat(plan.steps().get(0).support()).isInstanceOf(Support.Absent.class);
    assertThat(plan.problems()).anyMatch(problem -> problem.what().contains("MULTI_NODE"));
  }
}
