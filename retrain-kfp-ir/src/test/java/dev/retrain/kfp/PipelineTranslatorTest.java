package dev.retrain.kfp;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.kfp.check.SpecCheck;
import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ArtifactSource;
import dev.retrain.kfp.ir.Constant;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.PipelineSpec;
import dev.retrain.kfp.ir.ProtoShape;
import dev.retrain.kfp.ir.RetryPolicy;
import dev.retrain.kfp.ir.RunFact;
import dev.retrain.kfp.ir.SpecText;
import dev.retrain.kfp.ir.SpecTree;
import dev.retrain.kfp.ir.TaskOutput;
import dev.retrain.kfp.ir.TaskSpec;
import dev.retrain.kfp.ir.TreePaths;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineTranslatorTest {

  private static final Translation TRAINED = PlainDialect.translate(PipelineSamples.trained());
  private static final Translation TUNED = PlainDialect.translate(PipelineSamples.tuned());

  static List<Pipeline> pipelines() {
    return List.of(PipelineSamples.trained(), PipelineSamples.tuned(), PipelineSamples.chain(50));
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void everyDefinitionIsSoundAndStrict(Pipeline pipeline) {
    Translation translation = PlainDialect.translate(pipeline);
    String json = SpecText.json(SpecTree.of(translation.spec()));

    assertThat(SpecCheck.of(translation.spec(), translation.kubernetes())).isEmpty();
    assertThat(ProtoShape.violations("PipelineSpec", TreePaths.json(json))).isEmpty();
    assertThat(json).isEqualTo(SpecText.json(SpecTree.of(PlainDialect.translate(pipeline).spec())));
  }

  @Test
  void edgesFollowTheArtifacts() {
    assertThat(task("evaluate").after()).containsExactly("champion", "split", "train");
    assertThat(task("train").artifacts())
        .containsEntry("train-rows", new TaskOutput("split", "train-rows"))
        .containsEntry("champion", new TaskOutput("champion", "artifact"));
  }

  @Test
  void stepsGetOnlyTheParametersTheyName() {
    assertThat(task("train").parameters())
        .containsOnlyKeys("depth", "rate", "fast", "retrain_mode", "sample", "data_version")
        .containsEntry("depth", new ParameterSource.Parent("depth"));
    assertThat(task("split").parameters()).isEmpty();
  }

  @Test
  void parametersOfTheRunKeepTypesAndDefaults() {
    Map<String, ParameterInput> inputs = TRAINED.spec().root().inputs().parameters();

    assertThat(inputs)
        .containsOnlyKeys(
            "week",
            "depth",
            "rate",
            "fast",
            "retrain_mode",
            "sample",
            "data_version",
            "run_key",
            "retrain__trial",
            "champion__uri")
        .containsEntry(
            "depth",
            ParameterInput.withDefault(ParameterType.NUMBER_INTEGER, new Constant.Numeric(6)))
        .containsEntry(
            "rate",
            ParameterInput.withDefault(ParameterType.NUMBER_DOUBLE, new Constant.Numeric(0.1)))
        .containsEntry(
            "fast", ParameterInput.withDefault(ParameterType.BOOLEAN, new Constant.Flag(true)));
    assertThat(PlainDialect.translate(PipelineSamples.chain(1)).spec().root().inputs().parameters())
        .containsEntry("size", ParameterInput.required(ParameterType.NUMBER_INTEGER));
  }

  @Test
  void argumentsFollowTheContainerContract() {
    assertThat(args("split"))
        .containsSubsequence("--raw", "{{$.inputs.artifacts['raw'].path}}")
        .containsSubsequence("--train-rows", "{{$.outputs.artifacts['train-rows'].path}}");
    assertThat(args("train")).containsSubsequence("--depth", "{{$.inputs.parameters['depth']}}");
    assertThat(args("evaluate"))
        .containsExactly(
            "-d",
            "{{$.inputs.artifacts['holdout'].path}}",
            "-m",
            "{{$.inputs.artifacts['model'].path}}",
            "{{$.inputs.artifacts['champion'].path}}",
            "-o",
            "{{$.outputs.artifacts['metrics'].path}}");
  }

  @Test
  void standardStepsRunInTheirOwnImage() {
    assertThat(container("ingest").image()).isEqualTo("steps@sha256:0");
    assertThat(command("ingest")).containsExactly("java", "-jar", "steps.jar", "ingest");
    assertThat(args("ingest")).containsSubsequence("--source", "flights.csv");
  }

  @Test
  void aWrapperWritesHyperparametersAndKeepsTheLimit() {
    assertThat(command("train"))
        .containsExactly(
            "sh",
            "-c",
            "mkdir -p \"$1\" && shift && rm -rf \"$1\" && mkdir -p \"$1\" && shift && mkdir -p"
                + " \"${1%/*}\" && printf %s \"$2\" > \"$1\" && shift 2 && exec timeout -k 30"
                + " \"$@\"",
            "retrain",
            "{{$.inputs.artifacts['champion'].path}}",
            "{{$.outputs.artifacts['model'].path}}",
            "{{$.outputs.artifacts['model'].path}}.hyperparameters.json",
            "{\"leaves\":31,\"loss\":\"it's \\\"l1\\\"\"}",
            "7200",
            "train",
            "--verbose");
    assertThat(args("train"))
        .containsSubsequence(
            "--hyperparameters", "{{$.outputs.artifacts['model'].path}}.hyperparameters.json");
    assertThat(command("evaluate")).endsWith("evaluate");
  }

  @Test
  void retriesCacheResourcesAndEnvironmentAreKept() {
    TaskSpec train = task("train");

    assertThat(train.cached()).isTrue();
    assertThat(task("split").cached()).isFalse();
    assertThat(train.retries())
        .contains(new RetryPolicy(2, Duration.ofSeconds(10), 2, Duration.ofHours(1)));
    assertThat(task("split").retries()).isEmpty();
    assertThat(container("train").env())
        .containsExactly(Map.entry("MODE", "full"), Map.entry("STORE_LOGIN", "store"));
    assertThat(container("train").resources().orElseThrow().cpu().orElseThrow().text())
        .isEqualTo("1500m");
    assertThat(TRAINED.kubernetes().executors()).containsOnlyKeys("exec-train");
  }

  @Test
  void aCachedStepIsKeyedByTheVersionOfTheData() {
    assertThat(task("train").parameters())
        .containsEntry("data_version", new ParameterSource.Parent("data_version"));
    assertThat(args("train")).doesNotContain("--data_version");
  }

  @Test
  void theChampionIsImported() {
    assertThat(TRAINED.spec().executors().get("exec-champion"))
        .isInstanceOf(Executor.Importer.class);
    assertThat(task("champion").parameters())
        .containsEntry("uri", new ParameterSource.Parent("champion__uri"));
    assertThat(TUNED.spec().executors()).doesNotContainKey("exec-champion");
  }

  @Test
  void registrationStandsBehindTheGateAlone() {
    assertThat(TRAINED.gate()).containsExactly("gate", "approved", "register");
    assertThat(task("approved").condition())
        .contains("inputs.parameter_values['pipelinechannel--gate-Output'] == 'true'");
    assertThat(task("approved").parameters())
        .containsEntry("pipelinechannel--gate-Output", new TaskOutput("gate", "Output"))
        .containsEntry("run_key", new ParameterSource.Parent("run_key"));
    Dag dag = (Dag) TRAINED.spec().components().get("comp-approved").implementation();
    assertThat(dag.tasks()).containsOnlyKeys("register");
    TaskSpec register = dag.tasks().get("register");
    assertThat(register.parameters()).containsEntry("run_id", RunFact.RUN_ID);
    assertThat(register.artifacts())
        .containsEntry("model", new ArtifactSource.Parent("pipelinechannel--train-model"));
    assertThat(args("register"))
        .containsSubsequence("--model-name", "flights")
        .containsSubsequence("--registry", "mlflow://m")
        .containsSubsequence("--tags", "{\"owner\":\"risk\"}")
        .containsSubsequence("--run-key", "{{$.inputs.parameters['run_key']}}")
        .containsSubsequence("--run-id", "{{$.inputs.parameters['run_id']}}")
        .containsSubsequence("--model-uri", "{{$.inputs.artifacts['model'].uri}}")
        .containsSubsequence("--reads", "model:model,metrics:metrics")
        .containsSubsequence("--model", "{{$.inputs.artifacts['model'].path}}")
        .doesNotContain("--serving");
  }

  @Test
  void theTrainingProfileReachesTheRegistration() {
    Translation profiled = PlainDialect.translate(PipelineSamples.profiled());
    assertThat(SpecCheck.of(profiled.spec(), profiled.kubernetes())).isEmpty();
    assertThat(rendered(container(profiled, "register").args()))
        .containsSubsequence("--profile-uri", "{{$.inputs.artifacts['profile'].uri}}");
    assertThat(task(profiled, "approved").artifacts())
        .containsEntry("pipelinechannel--look-profile", new TaskOutput("look", "profile"));
    assertThat(args("register")).as("of a pipeline without one").doesNotContain("--profile-uri");
  }

  @Test
  void theGateOfATrialIsNotTrueInItsOutput() {
    assertThat(task("gate").parameters())
        .containsEntry("sample", new ParameterSource.Parent("sample"))
        .containsEntry("retrain__trial", new ParameterSource.Parent("retrain__trial"));
    assertThat(args("gate"))
        .containsSubsequence("--sample", "{{$.inputs.parameters['sample']}}")
        .containsSubsequence("--trial", "{{$.inputs.parameters['retrain__trial']}}");
    assertThat(TRAINED.spec().root().inputs().parameters().get("retrain__trial"))
        .isEqualTo(
            ParameterInput.withDefault(ParameterType.STRING, new Constant.Text("false"))
                .describedAs("true registers nothing"));
  }

  @Test
  void theGateReadsEveryMetricsArtifactItsConditionsName() {
    Translation gated = PlainDialect.translate(PipelineSamples.gatedByDrift());
    List<String> arguments = rendered(container(gated, "gate").args());
    assertThat(arguments)
        .containsSubsequence("--reads", "metrics:metrics,shift:metrics")
        .containsSubsequence("--shift", "{{$.inputs.artifacts['shift'].path}}");
    assertThat(arguments.get(1)).contains("\"type\":\"any\"", "\"from\":\"shift\"");
  }

  @Test
  void theGateSaysTrueOrFalseInItsOutput() {
    assertThat(args("gate"))
        .containsSubsequence("--decision", "{{$.outputs.artifacts['decision'].path}}")
        .containsSubsequence("--verdict-file", "{{$.outputs.parameters['Output'].output_file}}")
        .containsSubsequence("--reads", "metrics:metrics")
        .containsSubsequence("--metrics", "{{$.inputs.artifacts['metrics'].path}}");
    assertThat(args("gate").get(1))
        .isEqualTo("[{\"metric\":\"auc\",\"threshold\":0.6,\"type\":\"at-least\"}]");
  }

  @Test
  void aSearchBecomesTrialsAndAChoice() {
    assertThat(TUNED.tasks().get("tune"))
        .containsExactly("tune-trial-1", "tune-trial-2", "tune-trial-3", "tune-trial-4", "tune");
    assertThat(task(TUNED, "tune-trial-3").after()).containsExactly("split", "tune-trial-1");
    assertThat(task(TUNED, "tune").after())
        .containsExactly("tune-trial-1", "tune-trial-2", "tune-trial-3", "tune-trial-4");
    assertThat(task(TUNED, "evaluate").artifacts())
        .containsEntry("model", new TaskOutput("tune", "model"));
    Executor.Container trial = container(TUNED, "tune-trial-2");
    assertThat(rendered(trial.command())).contains("{\"depth\":4,\"leaves\":31}");
    assertThat(rendered(container(TUNED, "tune").args()))
        .startsWith("--objective", "auc", "--direction", "maximize", "--judged-by", "trial-metrics")
        .containsSubsequence("--trial_4_model", "{{$.inputs.artifacts['trial_4_model'].path}}")
        .containsSubsequence("--model", "{{$.outputs.artifacts['model'].path}}");
  }

  @Test
  void stepsKeepTheirNamesWhereOursWouldClash() {
    Artifact<dev.retrain.api.pipeline.Kind.Metrics> metrics = Artifact.metrics("metrics");
    Artifact<dev.retrain.api.pipeline.Kind.Model> model = Artifact.model("model");
    Pipeline pipeline =
        Pipeline.named("clash")
            .step(
                Step.train("gate", "a/b" + PipelineSamples.DIGEST)
                    .command("c")
                    .reads(Artifact.champion())
                    .writes(model))
            .step(
                Step.process("champion", "a/b" + PipelineSamples.DIGEST)
                    .command("c")
                    .reads(model)
                    .writes(metrics))
            .when(metrics, atLeast("auc", 0.5), approved -> approved.register("m", model))
            .build();
    Translation translation = PlainDialect.translate(pipeline);

    assertThat(translation.gate()).containsExactly("gate-2", "approved", "register");
    assertThat(task(translation, "gate").after()).containsExactly("champion-2");
    assertThat(SpecCheck.of(translation.spec(), translation.kubernetes())).isEmpty();
  }

  @Test
  void aStepNamedLikeThePipelineGetsAnotherName() {
    Pipeline pipeline =
        Pipeline.named("train")
            .step(
                Step.tune(
                        "train",
                        "a/b" + PipelineSamples.DIGEST,
                        dev.retrain.api.pipeline.Search.over(
                            Map.of("x", dev.retrain.api.pipeline.Range.between(0, 1)),
                            dev.retrain.api.metric.Metric.AUC))
                    .command("c")
                    .writes(Artifact.model("model"), Artifact.metrics("m")))
            .build();
    Translation translation = PlainDialect.translate(pipeline);

    assertThat(translation.spec().name()).isEqualTo("train");
    assertThat(translation.tasks().get("train")).contains("train-2").doesNotContain("train");
    assertThat(SpecCheck.of(translation.spec(), translation.kubernetes())).isEmpty();
  }

  @Test
  void aCheckOnlyOrders() {
    Artifact<dev.retrain.api.pipeline.Kind.Check> valid = Artifact.check("valid");
    Artifact<dev.retrain.api.pipeline.Kind.Dataset> rows = Artifact.dataset("rows");
    Pipeline pipeline =
        Pipeline.named("checked")
            .step(
                Step.process("check", "a/b" + PipelineSamples.DIGEST)
                    .command("c")
                    .writes(valid)
                    .hyperparameters(Map.of("h", 1)))
            .step(
                Step.process("use", "a/b" + PipelineSamples.DIGEST)
                    .command("c")
                    .reads(valid)
                    .writes(rows))
            .build();
    Translation translation = PlainDialect.translate(pipeline);

    assertThat(task(translation, "use").after()).containsExactly("check");
    assertThat(task(translation, "use").artifacts()).isEmpty();
    assertThat(translation.spec().components().get("comp-check").outputs().artifacts()).isEmpty();
    assertThat(rendered(container(translation, "check").command()))
        .contains("/tmp/retrain/hyperparameters.json");
  }

  private static TaskSpec task(String name) {
    return task(TRAINED, name);
  }

  private static TaskSpec task(Translation translation, String name) {
    return ((Dag) translation.spec().root().implementation()).tasks().get(name);
  }

  private static Executor.Container container(String name) {
    return container(TRAINED, name);
  }

  private static Executor.Container container(Translation translation, String name) {
    PipelineSpec spec = translation.spec();
    return (Executor.Container) spec.executors().get("exec-" + name);
  }

  private static List<String> command(String name) {
    return rendered(container(name).command());
  }

  private static List<String> args(String name) {
    return rendered(container(name).args());
  }

  private static List<String> rendered(List<Argument> arguments) {
    return arguments.stream().map(Argument::render).toList();
  }
}
