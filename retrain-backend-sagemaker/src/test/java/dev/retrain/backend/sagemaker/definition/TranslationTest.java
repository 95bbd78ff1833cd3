package dev.retrain.backend.sagemaker.definition;

import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.IMAGE;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.METRICS;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.MODEL;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.RAW;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.at;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.chain;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.document;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.gated;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.step;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.translator;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranslationTest {

  private static Node translated(Pipeline.Builder pipeline) {
    return document(translator(), pipeline.build());
  }

  private static String json(Node from, String path) {
    return Documents.canonicalJson(at(from, path));
  }

  @Test
  void waitsForAChecksWriterAndPassesNothingOfIt() {
    var valid = Artifact.check("valid");
    Node definition =
        translated(
            Pipeline.named("p")
                .step(Step.process("a", IMAGE).command("a").writes(valid))
                .step(Step.process("b", IMAGE).command("b").reads(valid)));
    assertThat(json(step(definition, "b"), "DependsOn")).isEqualTo("[\"a\"]");
    assertThat(json(definition, "Steps")).doesNotContain("--valid").doesNotContain("Outputs");
  }

  @Test
  void readsFoldersByAddressesThatEndWithASlash() {
    Node definition = translated(chain());
    assertThat(json(step(definition, "train"), "Arguments.InputDataConfig.0.DataSource"))
        .contains(
            "[{\"Get\":\"Steps.prepare.ProcessingOutputConfig.Outputs['raw'].S3Output.S3Uri\"},"
                + "\"/\"]");
  }

  @Test
  void givesASoleOutputOfTrainingTheModelFolderAndSeveralFoldersInIt() {
    Node sole = translated(chain());
    assertThat(json(step(sole, "train"), "Arguments.AlgorithmSpecification.ContainerArguments"))
        .isEqualTo("[\"--raw\",\"/opt/ml/input/data/raw\",\"--model\",\"/opt/ml/model\"]");
    assertThat(json(step(sole, "evaluate"), "Arguments.ProcessingInputs.0.S3Input.S3Uri"))
        .contains("Steps.train.OutputDataConfig.S3OutputPath", "\"output/model/\"");
    Node several = translated(with(train -> train.writes(Artifact.metrics("fit"))));
    assertThat(json(step(several, "train"), "Arguments.AlgorithmSpecification.ContainerArguments"))
        .contains("\"/opt/ml/model/model\"", "\"/opt/ml/model/fit\"");
    assertThat(json(step(several, "evaluate"), "Arguments.ProcessingInputs.0.S3Input.S3Uri"))
        .contains("Steps.train.TrainingJobName", "\"output/model/model/\"");
  }

  @Test
  void turnsNumbersIntoTextWhereTheyBecomeArguments() {
    Node definition =
        translated(
            Pipeline.named("p")
                .parameter("rows", 7)
                .parameter("share", 0.5)
                .parameter("flag", true)
                .parameter(Parameter.required("must", Parameter.Type.STRING))
                .step(
                    Step.process("a", IMAGE)
                        .command("a")
                        .parameters("rows", "share", "flag", "must", "sample")
                        .args(
                            Arg.param("rows"),
                            Arg.param("share"),
                            Arg.param("flag"),
                            Arg.param("must"),
                            Arg.param("sample"),
                            Arg.text("{\"Get\":\"Parameters.rows\"}"))));
    assertThat(json(definition, "Steps.0.Arguments.AppSpecification.ContainerArguments"))
        .isEqualTo(
            "[{\"Std:Join\":{\"On\":\"\",\"Values\":[{\"Get\":\"Parameters.rows\"}]}},"
                + "{\"Std:Join\":{\"On\":\"\",\"Values\":[{\"Get\":\"Parameters.share\"}]}},"
                + "{\"Get\":\"Parameters.flag\"},{\"Get\":\"Parameters.must\"},"
                + "{\"Std:Join\":{\"On\":\"\",\"Values\":[{\"Get\":\"Parameters.sample\"}]}},"
                + "\"{\\\"Get\\\":\\\"Parameters.rows\\\"}\"]");
    assertThat(json(definition, "Parameters"))
        .contains(
            "{\"DefaultValue\":\"true\",\"EnumValues\":[\"true\",\"false\"],\"Name\":\"flag\"",
            "{\"Name\":\"must\",\"Type\":\"String\"}",
            "{\"Name\":\"run_key\",\"Type\":\"String\"}");
  }

  @Test
  void comparesWithTheChampionByTheNumberTheEvaluatingStepWrote() {
    Node definition =
        translated(
            chain()
                .when(
                    METRICS,
                    Condition.notWorseThanChampion("auc", Margin.absolute(0.01)),
                    approved -> approved.register("sample", MODEL)));
    Node gate = step(definition, "gate_condition");
    assertThat(json(gate, "Arguments.Conditions"))
        .isEqualTo(
            "[{\"LeftValue\":{\"Std:JsonGet\":{\"Path\":\"['gain.auc']\",\"PropertyFile\":"
                + "{\"Get\":\"Steps.evaluate.PropertyFiles.metrics\"}}},\"RightValue\":-0.01,"
                + "\"Type\":\"GreaterThanOrEqualTo\"}]");
    assertThat(json(step(definition, "gate_reject"), "Arguments.ErrorMessage"))
        .startsWith("\"RETRAIN_REJECTED: sample: ");
    assertThat(json(step(definition, "evaluate"), "PropertyFiles"))
        .isEqualTo(
            "[{\"FilePath\":\"metrics.json\",\"OutputName\":\"metrics\","
                + "\"PropertyFileName\":\"metrics\"}]");
  }

  @Test
  void theTrainingProfileReachesTheRegistration() {
    var profile = Artifact.profile("profile");
    Node definition =
        translated(
            gated(
                chain()
                    .step(Step.process("look", IMAGE).command("look").reads(RAW).writes(profile))));

    Node properties = at(step(definition, "gate_register"), "Arguments.CustomerMetadataProperties");
    assertThat(Documents.canonicalJson(((Node.Mapping) properties).get("retrain.profile").get()))
        .contains("Steps.look.ProcessingOutputConfig.Outputs['profile'].S3Output.S3Uri");
  }

  @Test
  void registersNoProfileWhereItIsNotClearWhich() {
    Node definition =
        translated(
            gated(
                chain()
                    .step(
                        Step.process("look", IMAGE)
                            .command("look")
                            .reads(RAW)
                            .writes(Artifact.profile("one"), Artifact.profile("other")))));

    assertThat(json(step(definition, "gate_register"), "Arguments.CustomerMetadataProperties"))
        .doesNotContain("retrain.profile");
  }

  @Test
  void aTrialSucceedsWithoutARegistration() {
    Node definition = translated(gated(chain()));

    Node trial = step(definition, "gate_trial");
    assertThat(json(trial, "Arguments.Conditions"))
        .isEqualTo(
            "[{\"LeftValue\":{\"Get\":\"Parameters.sample\"},\"RightValue\":1,"
                + "\"Type\":\"GreaterThanOrEqualTo\"},"
                + "{\"LeftValue\":{\"Get\":\"Parameters.retrain__trial\"},"
                + "\"RightValue\":\"false\",\"Type\":\"Equals\"}]");
    assertThat(json(trial, "Arguments.ElseSteps")).isEqualTo("[]");
    assertThat(json(trial, "Arguments.IfSteps.0.Name")).isEqualTo("\"gate_register\"");
    assertThat(json(definition, "Parameters"))
        .contains(
            "{\"DefaultValue\":1,\"Name\":\"sample\",\"Type\":\"Float\"}",
            "{\"DefaultValue\":\"false\",\"EnumValues\":[\"true\",\"false\"],"
                + "\"Name\":\"retrain__trial\",\"Type\":\"String\"}");
  }

  @Test
  void joinsNestedConditionsByOrInConjunctiveNormalForm() {
    var shift = Artifact.metrics("shift");
    Condition nested =
        Condition.atLeast("auc", 0.6)
            .and(
                Condition.atLeast("f1", 0.9)
                    .or(
                        Condition.atMost("mae", 5)
                            .and(Condition.atMost("drift.ks", 0.05).from(shift))));
    Node definition =
        translated(
            with(train -> train.writes(shift))
                .when(METRICS, nested, approved -> approved.register("sample", MODEL)));
    Node gate = step(definition, "gate_condition");
    assertThat(json(gate, "Arguments.Conditions.0.Type")).isEqualTo("\"GreaterThanOrEqualTo\"");
    assertThat(json(gate, "Arguments.Conditions.1"))
        .startsWith("{\"Conditions\":[")
        .contains("\"Path\":\"f1\"", "\"Path\":\"mae\"")
        .endsWith("\"Type\":\"Or\"}");
    assertThat(json(gate, "Arguments.Conditions.2"))
        .contains("\"Path\":\"f1\"", "\"Path\":\"['drift.ks']\"", "shift/metrics.json")
        .endsWith("\"Type\":\"Or\"}");
  }

  @Test
  void refusesNestingThatMultipliesIntoTooManyComparisons() {
    Condition any = Condition.atLeast("auc", 0.5).and(Condition.atLeast("f1", 0.5));
    for (int i = 0; i < 6; i++) {
      any = any.or(Condition.atLeast("m" + i, 0).and(Condition.atLeast("n" + i, 0)));
    }
    Condition tooMany = any;
    assertThat(
            translator()
                .preflight(
                    chain()
                        .when(METRICS, tooMany, approved -> approved.register("sample", MODEL))
                        .build())
                .problems())
        .extracting(Problem::code)
        .contains("too-many-conditions");
  }

  @Test
  void readsTheReportOfATrainingJobFromItsFolder() {
    var fit = Artifact.metrics("fit");
    Node definition =
        translated(
            with(train -> train.writes(fit))
                .when(fit, Condition.atMost("rmse", 2), approved -> approved.register("m", MODEL)));
    assertThat(json(step(definition, "gate_condition"), "Arguments.Conditions.0.LeftValue"))
        .contains("\"S3Uri\"", "\"output/model/fit/metrics.json\"", "\"Path\":\"rmse\"");
    assertThat(json(step(definition, "gate_register"), "Arguments.ModelMetrics"))
        .contains("\"output/model/fit/metrics.json\"");
  }

  @Test
  void registersWithTheTrainingImageWhenNoneServes() {
    Node register = step(translated(gated(chain())), "gate_register");
    assertThat(json(register, "Arguments.InferenceSpecification.Containers.0.Image"))
        .contains("acme/image");
    assertThat(json(register, "Arguments.CustomerMetadataProperties"))
        .contains("\"retrain.gate\":\"passed\"", "\"retrain.alias\":\"challenger\"");
  }

  @Test
  void translatesEveryStrategyOfASearch() {
    Map<String, Range> space =
        Map.of(
            "depth", Range.intBetween(2, 6),
            "rate", Range.logBetween(0.01, 1),
            "kind", Range.oneOf("a", "b"));
    Search search = Search.over(space, Metric.named("log_loss")).trials(8, 2).seed(-1);
    Node random = tuned(search);
    assertThat(json(random, "Strategy")).isEqualTo("\"Random\"");
    assertThat(json(random, "RandomSeed")).isEqualTo("2147483647");
    assertThat(json(random, "HyperParameterTuningJobObjective"))
        .isEqualTo("{\"MetricName\":\"log_loss\",\"Type\":\"Minimize\"}");
    assertThat(json(random, "ParameterRanges.ContinuousParameterRanges"))
        .contains("\"ScalingType\":\"Logarithmic\"", "\"MinValue\":\"0.01\"");
    Node bayesian = tuned(search.strategy(Search.Strategy.BAYESIAN).stopAfter(3));
    assertThat(json(bayesian, "Strategy")).isEqualTo("\"Bayesian\"");
    assertThat(json(bayesian, "TuningJobCompletionCriteria"))
        .contains("\"MaxNumberOfTrainingJobsNotImproving\":3");
    Node grid = tuned(search.strategy(Search.Strategy.GRID));
    assertThat(json(grid, "ResourceLimits.MaxNumberOfTrainingJobs")).isEqualTo("8");
    assertThat(json(grid, "ParameterRanges"))
        .contains("[\"2\",\"6\"]")
        .doesNotContain("IntegerParameterRanges");
  }

  private static Node tuned(Search search) {
    Node definition =
        translated(
            Pipeline.named("p")
                .parameter("week", "w")
                .step(SageMakerSamples.prepare())
                .step(
                    Step.tune("tune", IMAGE, search)
                        .command("run")
                        .parameters("week")
                        .reads(RAW)
                        .writes(MODEL, METRICS)));
    assertThat(json(step(definition, "tune"), "Arguments.TrainingJobDefinition.Environment"))
        .contains("\"On\":\"\\n\"", "{\"Get\":\"Parameters.week\"}", "RETRAIN_METRICS");
    return at(step(definition, "tune"), "Arguments.HyperParameterTuningJobConfig");
  }

  @Test
  void trainsWithAnImageThatSearchesByItself() {
    Node definition =
        translated(
            Pipeline.named("p")
                .step(SageMakerSamples.prepare())
                .step(Step.tune("tune", IMAGE).command("optuna").reads(RAW).writes(MODEL)));
    assertThat(json(step(definition, "tune"), "Type")).isEqualTo("\"Training\"");
  }

  @Test
  void mapsWhatAStepAsksFor() {
    Node definition =
        document(
            translator(
                """
                network: {subnets: [subnet-1], securityGroups: [sg-1], encrypted: true}
                encryption: {volumeKey: alias/v, outputKey: alias/o}
                """),
            with(step ->
                    step.on(Resources.cpu(4).gpu(1, "nvidia-t4").spot().nodes(2).disk("100Gi"))
                        .timeout(Duration.ofMillis(1_500))
                        .retry(Retry.attempts(3))
                        .identity("trainers")
                        .cachedFor(Duration.ofHours(36)))
                .tag("Owner", "risk")
                .build());
    Node.Mapping train = step(definition, "train");
    assertThat(json(train, "Arguments.ResourceConfig"))
        .isEqualTo(
            "{\"InstanceCount\":2,\"InstanceType\":\"ml.g4dn.xlarge\","
                + "\"VolumeSizeInGB\":100}");
    assertThat(json(train, "Arguments.StoppingCondition"))
        .isEqualTo("{\"MaxRuntimeInSeconds\":2,\"MaxWaitTimeInSeconds\":4}");
    assertThat(json(train, "Arguments.RoleArn"))
        .isEqualTo("\"arn:aws:iam::123456789012:role/trainers\"");
    assertThat(json(train, "CacheConfig.ExpireAfter")).isEqualTo("\"PT36H\"");
    assertThat(json(train, "Arguments.VpcConfig"))
        .isEqualTo("{\"SecurityGroupIds\":[\"sg-1\"],\"Subnets\":[\"subnet-1\"]}");
    assertThat(json(train, "Arguments.Tags")).contains("\"Owner\"", "\"retrain:run\"");
    assertThat(json(train, "RetryPolicies"))
        .contains("[\"SageMaker.JOB_INTERNAL_ERROR\"],\"IntervalSeconds\":10,\"MaxAttempts\":2");
    assertThat(json(step(definition, "prepare"), "Arguments.ProcessingOutputConfig.KmsKeyId"))
        .isEqualTo("\"alias/o\"");
    assertThat(json(step(definition, "prepare"), "Arguments.NetworkConfig"))
        .contains("\"EnableNetworkIsolation\":false");
  }

  @Test
  void takesHintsBeforeSettings() {
    Node definition =
        translated(
            with(
                train ->
                    train
                        .hint("sagemaker", "instanceType", "ml.inf2.xlarge")
                        .hint("sagemaker", "volumeKmsKey", "alias/mine")));
    assertThat(json(step(definition, "train"), "Arguments.ResourceConfig"))
        .contains("ml.inf2.xlarge", "alias/mine");
  }

  @Test
  void choosesFromTheSettingsMachines() {
    Node definition =
        document(
            translator(
                """
                machines:
                  - {name: ml.tiny, cpu: 1, memoryGiB: 1}
                  - {name: ml.big, cpu: 64, memoryGiB: 64}
                defaultMachine: ml.big
                """),
            with(train -> train.on(Resources.cpu(1))).build());
    assertThat(json(step(definition, "train"), "Arguments.ResourceConfig")).contains("ml.tiny");
    assertThat(json(step(definition, "prepare"), "Arguments.ProcessingResources"))
        .contains("ml.big");
  }

  @Test
  void namesAnImagesRegistryOnlyWhereItHasNone() {
    Step own =
        Step.process("own", "ghcr.io/acme/x@sha256:" + "a".repeat(64)).command("x").writes(RAW);
    Node definition = translated(Pipeline.named("p").step(own));
    assertThat(json(definition, "Steps.0.Arguments.AppSpecification.ImageUri"))
        .startsWith("\"ghcr.io/acme");
  }

  @Test
  void asksForNeitherKeyNorSizeBeyondTheOwnStorageOfAnInstance() {
    Pipeline pipeline = with(train -> train.on(Resources.cpu(4).gpu(1, "nvidia-t4"))).build();
    Node definition =
        document(translator("volumeGiB: 500\nencryption: {volumeKey: alias/k}\n"), pipeline);

    Node cluster = at(step(definition, "train"), "Arguments.ResourceConfig");
    assertThat(at(cluster, "VolumeKmsKeyId")).isEqualTo(Node.of(""));
    assertThat(at(cluster, "VolumeSizeInGB")).isEqualTo(Node.of(125));
    Node other = at(step(definition, "prepare"), "Arguments.ProcessingResources.ClusterConfig");
    assertThat(at(other, "VolumeKmsKeyId")).isEqualTo(Node.of("alias/k"));
    assertThat(at(other, "VolumeSizeInGB")).isEqualTo(Node.of(500));
  }

  @Test
  void endsTheAddressOfASoleModelWithASlash() {
    Node uri =
        at(
            step(document(translator(), chain().build()), "evaluate"),
            "Arguments.ProcessingInputs.0.S3Input.S3Uri");

    assertThat(Documents.canonicalJson(uri))
        .isEqualTo(
            "{\"Std:Join\":{\"On\":\"/\",\"Values\":["
                + "{\"Get\":\"Steps.train.OutputDataConfig.S3OutputPath\"},"
                + "{\"Get\":\"Steps.train.TrainingJobName\"},\"output/model/\"]}}");
  }

  @Test
  void addressesASecretByNameWhereItsArnWouldReadAsWhole() {
    Node definition =
        document(
            translator(),
            with(train ->
                    train
                        .secret("A", SecretRef.secret("feature-secret"))
                        .secret("B", SecretRef.secret("feature-store")))
                .build());
    Node environment = at(step(definition, "train"), "Arguments.Environment");

    assertThat(at(environment, "A_SECRET")).isEqualTo(Node.of("feature-secret"));
    assertThat(at(environment, "B_SECRET").toString()).contains("arn:aws:secretsmanager");
  }

  @Test
  void makesTheFoldersOfATrainingWithSeveralOutputs() {
    Node definition =
        document(translator(), with(train -> train.writes(Artifact.metrics("fit"))).build());
    Node algorithm = at(step(definition, "train"), "Arguments.AlgorithmSpecification");

    assertThat(at(algorithm, "ContainerEntrypoint.0")).isEqualTo(Node.of("sh"));
    assertThat(Documents.canonicalJson(at(algorithm, "ContainerArguments")))
        .contains("/opt/ml/model/model")
        .contains("/opt/ml/model/fit")
        .contains("train");
  }
}
