package dev.retrain.backend.sagemaker.definition;

import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.translator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Plan EVERYTHING =
      translator().plan(SageMakerSamples.reference("everything"));

  private static Plan.StepPlan step(String name) {
    Map<String, Plan.StepPlan> byName =
        EVERYTHING.steps().stream()
            .collect(Collectors.toMap(Plan.StepPlan::step, Function.identity()));
    return byName.get(name);
  }

  @Test
  void isFoundByName() {
    assertThat(Backends.translator("sagemaker", getClass().getClassLoader()).name())
        .isEqualTo("sagemaker");
  }

  @Test
  void plansEverythingWithoutAnError() {
    assertThat(EVERYTHING.problems()).noneMatch(Problem::isError);
    assertThat(EVERYTHING.steps()).extracting(Plan.StepPlan::step).endsWith("gate");
  }

  @Test
  void saysWhatEachStepBecomesAndGets() {
    assertThat(step("features").becomes()).isEqualTo("Processing step");
    assertThat(step("train").becomes()).isEqualTo("Training step");
    assertThat(step("tune").becomes()).isEqualTo("Tuning step");
    assertThat(step("gate").becomes()).isEqualTo("Condition, RegisterModel, Fail");
    assertThat(step("train").resources())
        .containsEntry("machine", "ml.g4dn.2xlarge")
        .containsEntry("capacity", "spot")
        .containsEntry("volume", "100 GiB");
    assertThat(step("train").identity())
        .contains("arn:aws:iam::123456789012:role/retrain-pipelines");
    assertThat(step("split").image()).contains("retrain/steps@sha256:");
    assertThat(step("gate").image()).contains("acme/flights-serve");
  }

  @Test
  void listsHintsUsedAndIgnored() {
    assertThat(step("train").hints())
        .containsEntry("sagemaker.volumeKmsKey", "alias/retrain")
        .containsEntry("kubeflow.priorityClassName", "batch (ignored)");
  }

  @Test
  void admitsWhatIsEmulated() {
    assertThat(step("features").support()).isInstanceOf(Support.Emulated.class);
    assertThat(step("split").support()).isInstanceOf(Support.Native.class);
    assertThat(step("tune").notes()).anyMatch(note -> note.contains("RETRAIN_COMMAND"));
    assertThat(step("gate").notes()).contains("evaluate must write gain.auc");
    assertThat(step("features").notes())
        .contains("FEATURE_STORE_PASSWORD_SECRET holds the ARN of the secret");
  }

  @Test
  void plansWhatCannotRun() {
    Pipeline pipeline =
        SageMakerSamples.with(train -> train.on(Resources.cpu(4).gpu(1, "no-such-gpu").spot()))
            .build();
    Plan plan = translator().plan(pipeline);
    assertThat(plan.problems()).extracting(Problem::code).contains(Preflight.UNSUPPORTED);
    assertThat(plan.steps().get(1).resources()).containsEntry("machine", "none is enough");
  }

  @Test
  void saysThatProcessingHasNoSpotCapacity() {
    Pipeline pipeline =
        Pipeline.named("p").step(SageMakerSamples.prepare().on(Resources.cpu(1).spot())).build();
    Plan.StepPlan prepare = translator().plan(pipeline).steps().get(0);
    assertThat(prepare.resources()).containsEntry("capacity", "on demand");
    assertThat(prepare.notes()).contains("processing jobs have no spot capacity");
  }

  @Test
  void declaresWhatItCannotYetDo() {
    assertThat(translator().capabilities().has(Capability.SCHEDULE)).isFalse();
    assertThat(translator().capabilities().has(Capability.GATE)).isTrue();
  }
}
