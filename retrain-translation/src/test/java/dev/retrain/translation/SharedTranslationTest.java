package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the translators of several services share. */
class SharedTranslationTest {

  private static final String IMAGE = "acme/train@sha256:" + "a".repeat(64);
  private static final Search SEARCH =
      Search.over(
              Map.of("depth", Range.between(1, 9), "kind", Range.oneOf("gini", "entropy")),
              Metric.named("auc"))
          .trials(2, 1);

  private static Step train() {
    return Step.train("train", IMAGE).command("run", "fast").writes(Artifact.model("model"));
  }

  private static Step tune() {
    return Step.tune("tune", IMAGE, SEARCH)
        .command("search")
        .writes(Artifact.model("best"), Artifact.metrics("metrics"));
  }

  @Test
  void namesTheVariablesThatLocateSecrets() {
    Step step =
        train()
            .secret("LOGIN", SecretRef.secret("store", "user"))
            .secret("TOKEN", SecretRef.secret("other"))
            .environment("TOKEN_SECRET", "taken");

    assertThat(SecretVariables.of(step.task().execution(), secret -> "at:" + secret.name()))
        .isEqualTo(
            Map.of(
                "LOGIN_SECRET", "at:store",
                "LOGIN_SECRET_KEY", "user",
                "TOKEN_SECRET", "at:other"));
    assertThat(SecretVariables.clashes(step.task().execution())).containsExactly("TOKEN_SECRET");
    assertThat(StepProblems.reservedVariable(step, "TOKEN_SECRET").path())
        .isEqualTo("steps.train.environment.TOKEN_SECRET");
  }

  @Test
  void findsEveryTextOfAPipelineWithItsPlace() {
    Pipeline pipeline =
        Pipeline.named("texts")
            .parameter("week", "w1")
            .tag("owner", "risk")
            .step(
                train()
                    .parameters("week")
                    .args(
                        Arg.text("literal"),
                        Arg.param("week"),
                        Arg.out(Artifact.model("model")),
                        Arg.hyperparameters())
                    .hyperparameters(Map.of("rate", 0.5))
                    .environment("MODE", "m"))
            .step(tune())
            .when(
                Artifact.metrics("metrics"),
                Condition.atLeast("auc", 0.5),
                approved -> approved.register("model", Artifact.model("best")))
            .build();

    assertThat(PipelineText.of(pipeline))
        .extracting(text -> text.use() + " " + text.path() + " " + text.value())
        .contains(
            "PARAMETER parameters.week w1",
            "TAG tags.owner owner",
            "TAG tags.owner risk",
            "COMMAND steps.train.command fast",
            "ARGUMENT steps.train.args literal",
            "HYPERPARAMETER steps.train.hyperparameters.rate rate",
            "HYPERPARAMETER steps.train.hyperparameters.rate 0.5",
            "HYPERPARAMETER_FILE steps.train.hyperparameters {\"rate\":0.5}",
            "ENVIRONMENT steps.train.environment.MODE m",
            "SEARCH_SPACE steps.tune.search.space.depth depth",
            "SEARCH_SPACE steps.tune.search.space.kind gini")
        .anyMatch(text -> text.startsWith("GATE gate "));
  }

  @Test
  void makesTheTasksOfTrials() {
    assertThat(TrialTasks.search(train())).isEmpty();
    assertThat(TrialTasks.search(tune())).contains(SEARCH);
    assertThat(TrialTasks.metrics(tune().task())).contains("metrics");
    assertThat(TrialTasks.metrics(train().task())).isEmpty();
    assertThat(TrialTasks.template(tune().task(), SEARCH).wiring().hyperparameters())
        .containsOnlyKeys("depth", "kind");
  }

  @Test
  void reportsWhatSeveralServicesRefuse() {
    assertThat(StepProblems.stepsImage("x", IMAGE)).isEmpty();
    assertThat(StepProblems.stepsImage("x", "").map(Problem::what))
        .contains("stepsImage is missing");
    assertThat(StepProblems.stepsImage("x", "a:1").map(Problem::what))
        .contains("stepsImage a:1 has no digest");
    assertThat(
            StepProblems.inexactInteger(
                Parameter.withDefault("rows", Parameter.Type.INTEGER, "9007199254740993")))
        .map(Problem::code)
        .contains("integer-too-large");
    assertThat(
            StepProblems.inexactInteger(
                Parameter.withDefault("rows", Parameter.Type.INTEGER, "9007199254740991")))
        .isEmpty();
    StepImages images = new StepImages(Optional.empty(), List.of(), Optional.empty());
    assertThat(StepProblems.imageWithoutRegistry(train(), images, "it is not found"))
        .map(Problem::code)
        .contains("image-without-registry");
    assertThat(StepProblems.hasStandardStep(Pipeline.named("p").step(train()).build())).isFalse();
  }

  @Test
  void plansAStepByTheDetailsOfAService() {
    Pipeline pipeline = Pipeline.named("plain").step(train()).build();
    Plan plan = StepPlans.plan(pipeline, new Preflight(List.of()), new SomeDetails());

    assertThat(plan.backend()).isEqualTo("some");
    assertThat(plan.steps()).extracting(Plan.StepPlan::becomes).containsExactly("job");
    assertThat(plan.steps().get(0).support()).isEqualTo(Support.natively("job"));
  }

  private static final class SomeDetails implements PlanDetails {
    @Override
    public String backend() {
      return "some";
    }

    @Override
    public Capabilities capabilities() {
      Map<Capability, Support> all = new java.util.EnumMap<>(Capability.class);
      for (Capability capability : Capability.values()) {
        all.put(capability, Support.natively("of itself"));
      }
      return Capabilities.of(all);
    }

    @Override
    public String becomes(Step step) {
      return "job";
    }

    @Override
    public Map<String, String> resources(Step step) {
      return Map.of();
    }

    @Override
    public String image(dev.retrain.api.pipeline.Program program) {
      return IMAGE;
    }

    @Override
    public Optional<String> identity(Step step) {
      return Optional.empty();
    }

    @Override
    public List<String> notes(Step step) {
      return List.of();
    }

    @Override
    public GateDetails gate(dev.retrain.api.pipeline.Gate gate) {
      return new GateDetails("g", "g", Map.of(), "", Optional.empty(), List.of());
    }
  }
}
