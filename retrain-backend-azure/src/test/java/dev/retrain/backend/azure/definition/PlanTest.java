package dev.retrain.backend.azure.definition;

import static dev.retrain.backend.azure.definition.AzureSamples.translator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
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

  private static final Plan EVERYTHING = translator().plan(AzureSamples.reference("everything"));

  private static Plan.StepPlan step(String name) {
    Map<String, Plan.StepPlan> byName =
        EVERYTHING.steps().stream()
            .collect(Collectors.toMap(Plan.StepPlan::step, Function.identity()));
    return byName.get(name);
  }

  @Test
  void isFoundByName() {
    assertThat(Backends.translator("azure", getClass().getClassLoader()).name()).isEqualTo("azure");
  }

  @Test
  void plansEverythingWithoutAnError() {
    assertThat(EVERYTHING.problems()).noneMatch(Problem::isError);
    assertThat(EVERYTHING.steps()).extracting(Plan.StepPlan::step).endsWith("gate");
  }

  @Test
  void saysWhatEachStepBecomesAndGets() {
    assertThat(step("train").becomes()).isEqualTo("command component");
    assertThat(step("tune").becomes()).isEqualTo("sweep over a command component");
    assertThat(step("train").resources())
        .containsEntry("machine", "Standard_NC8as_T4_v3")
        .containsEntry("compute", "serverless")
        .containsEntry("capacity", "spot");
    assertThat(step("train").identity()).contains("retrain-pipelines");
    assertThat(step("gate").image()).contains("retrain/steps@sha256:");
  }

  @Test
  void listsHintsUsedAndIgnored() {
    assertThat(step("train").hints())
        .containsEntry("sagemaker.volumeKmsKey", "alias/retrain (ignored)");
  }

  @Test
  void admitsWhatIsEmulated() {
    assertThat(step("gate").support()).isInstanceOf(Support.Emulated.class);
    assertThat(step("split").support()).isInstanceOf(Support.Native.class);
    assertThat(step("features").notes())
        .contains("runs again in every run", "the program is started again in the same container")
        .contains("FEATURE_STORE_PASSWORD_SECRET holds the address of the secret");
    assertThat(step("tune").notes()).contains("the program must log auc to MLflow");
  }

  @Test
  void plansWhatCannotRun() {
    Pipeline pipeline =
        AzureSamples.with(train -> train.on(Resources.cpu(4).gpu(1, "no-such-gpu"))).build();
    Plan plan = translator().plan(pipeline);
    assertThat(plan.problems()).extracting(Problem::code).contains(Preflight.UNSUPPORTED);
    assertThat(plan.steps().get(1).resources()).containsEntry("machine", "none is enough");
  }

  @Test
  void saysWhatAClusterDecides() {
    Search search = Search.over(Map.of("x", Range.between(0, 1)), Metric.named("auc")).stopAfter(1);
    Pipeline pipeline =
        Pipeline.named("p")
            .step(
                Step.tune("t", AzureSamples.IMAGE, search)
                    .command("x")
                    .on(Resources.cpu(1).spot())
                    .writes(AzureSamples.MODEL, AzureSamples.METRICS))
            .build();
    Plan.StepPlan tune = translator("compute: cpus\n").plan(pipeline).steps().get(0);
    assertThat(tune.resources())
        .containsEntry("compute", "cpus")
        .containsEntry("capacity", "as the cluster has it");
    assertThat(tune.notes())
        .contains("runs on the machines of cpus, regardless of their size")
        .contains("all trials run: a search never ends early");
  }

  @Test
  void declaresWhatItCannotYetDo() {
    assertThat(translator().capabilities().has(Capability.MIRROR)).isFalse();
    assertThat(translator().capabilities().has(Capability.GATE)).isTrue();
  }
}
