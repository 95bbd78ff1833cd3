package dev.retrain.backend.azure.definition;

import static dev.retrain.backend.azure.definition.AzureSamples.IMAGE;
import static dev.retrain.backend.azure.definition.AzureSamples.METRICS;
import static dev.retrain.backend.azure.definition.AzureSamples.MODEL;
import static dev.retrain.backend.azure.definition.AzureSamples.at;
import static dev.retrain.backend.azure.definition.AzureSamples.bodies;
import static dev.retrain.backend.azure.definition.AzureSamples.chain;
import static dev.retrain.backend.azure.definition.AzureSamples.component;
import static dev.retrain.backend.azure.definition.AzureSamples.gated;
import static dev.retrain.backend.azure.definition.AzureSamples.job;
import static dev.retrain.backend.azure.definition.AzureSamples.text;
import static dev.retrain.backend.azure.definition.AzureSamples.translator;
import static dev.retrain.backend.azure.definition.AzureSamples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Translator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TranslationTest {

  private static String json(Node from, String path) {
    return Documents.canonicalJson(at(from, path));
  }

  @Test
  void keepsVersionsWhileContentIsTheSameAndChangesThemWithIt() {
    Set<String> same = versions(chain().build());
    assertThat(versions(chain().build())).isEqualTo(same);
    assertThat(versions(with(train -> train.timeout(Duration.ofHours(1))).build()))
        .as("a time limit stands in the node, not in the component")
        .isEqualTo(same);
    assertThat(versions(with(train -> train.command("other")).build())).isNotEqualTo(same);
  }

  private static Set<String> versions(Pipeline pipeline) {
    return bodies(translator(), pipeline).values().stream()
        .map(body -> at(body, "properties.componentSpec.version").toString())
        .collect(Collectors.toSet());
  }

  @Test
  void makesOneEnvironmentOfOneImage() {
    assertThat(bodies(translator(), chain().build()).keySet())
        .containsExactly(
            "environment-acme-image",
            "component-sample__prepare",
            "component-sample__train",
            "component-sample__evaluate",
            "job-sample");
  }

  @Test
  void readsAnImageFromItsOwnRegistry() {
    String image = "ghcr.io/acme/x@sha256:" + "a".repeat(64);
    Pipeline pipeline = Pipeline.named("p").step(Step.process("a", image).command("x")).build();
    assertThat(text(bodies(translator(), pipeline).get("environment-acme-x"), "properties.image"))
        .isEqualTo(image);
  }

  @Test
  void givesEveryTypeOfParameterToTheJobAsText() {
    Pipeline pipeline =
        Pipeline.named("p")
            .parameter("rows", 7)
            .parameter("share", 0.5)
            .parameter("flag", true)
            .parameter(Parameter.required("must", Parameter.Type.STRING))
            .step(
                AzureSamples.step("a")
                    .parameters("rows", "share", "flag", "must", "sample", "run_key"))
            .build();
    Node job = job(translator(), pipeline);
    for (Map.Entry<String, String> expected :
        Map.of(
                "rows", "7",
                "share", "0.5",
                "flag", "true",
                "must", "GIVEN_AT_SUBMISSION",
                "sample", "1",
                "run_key", "RUN_KEY")
            .entrySet()) {
      assertThat(text(job, "inputs." + expected.getKey() + ".value"))
          .isEqualTo(expected.getValue());
    }
    Node inputs = at(component(translator(), pipeline, "a"), "inputs");
    assertThat(json(inputs, "rows.type")).isEqualTo("\"integer\"");
    assertThat(json(inputs, "share.type")).isEqualTo("\"number\"");
    assertThat(json(inputs, "flag.type")).isEqualTo("\"string\"");
  }

  @Test
  void givesTheGateWhatItNeedsToRegister() {
    Pipeline pipeline = gated(chain().tag("Owner", "risk")).build();
    String command = text(component(translator(), pipeline, AzureNames.GATE), "command");
    assertThat(command)
        .contains("; exec java -jar /retrain/steps.jar gate --condition '[{")
        .contains("--decision '${{outputs.decision}}' --model-name sample")
        .contains("--tags '{\"Owner\":\"risk\"}' ", " --reads metrics:metrics,model:model")
        .endsWith("--metrics '${{inputs.metrics}}' --model '${{inputs.model}}'")
        .doesNotContain("--serving");
    assertThat(text(job(translator(), pipeline), "jobs.gate___register.inputs.model_uri.value"))
        .isEqualTo(
            "azureml://datastores/workspaceblobstore/paths/retrain/sample/RUN_KEY/train/model");
  }

  @Test
  void theTrainingProfileReachesTheRegistration() {
    Pipeline pipeline =
        gated(
                chain()
                    .step(
                        Step.process("look", IMAGE)
                            .command("look")
                            .reads(AzureSamples.RAW)
                            .writes(Artifact.profile("profile"))))
            .build();
    assertThat(text(component(translator(), pipeline, AzureNames.GATE), "command"))
        .contains("--profile-uri '${{inputs.profile_uri}}'");
    assertThat(text(job(translator(), pipeline), "jobs.gate___register.inputs.profile_uri.value"))
        .isEqualTo(
            "azureml://datastores/workspaceblobstore/paths/retrain/sample/RUN_KEY/look/profile");
  }

  @Test
  void tellsTheGateWhetherTheRunIsATrial() {
    Pipeline pipeline = gated(chain()).build();
    assertThat(text(component(translator(), pipeline, AzureNames.GATE), "command"))
        .contains("--sample '${{inputs.run_sample}}'", "--trial '${{inputs.run_trial}}'");
    Node job = job(translator(), pipeline);
    assertThat(text(job, "jobs.gate___register.inputs.run_sample.value"))
        .isEqualTo("${{parent.inputs.sample}}");
    assertThat(text(job, "jobs.gate___register.inputs.run_trial.value"))
        .isEqualTo("${{parent.inputs.retrain___trial}}");
    assertThat(text(job, "inputs.sample.value")).isEqualTo("1");
    assertThat(text(job, "inputs.retrain___trial.value")).isEqualTo("false");
  }

  @Test
  void givesTheGateEveryMetricsArtifactItsConditionsName() {
    Artifact<Kind.Metrics> shift = Artifact.metrics("shift");
    Pipeline pipeline =
        chain()
            .step(Step.process("drift", IMAGE).command("drift").writes(shift))
            .when(
                METRICS,
                Condition.atLeast("auc", 0.5).or(Condition.atMost("drift.ks", 0.05).from(shift)),
                approved -> approved.register("m", MODEL))
            .build();
    assertThat(text(component(translator(), pipeline, AzureNames.GATE), "command"))
        .contains("\"from\":\"shift\"", "\"type\":\"any\"")
        .contains("--reads metrics:metrics,shift:metrics,model:model")
        .contains("--shift '${{inputs.shift}}'");
  }

  @Test
  void tellsTheGateWhichImageServes() {
    Pipeline pipeline =
        chain()
            .when(
                METRICS,
                Condition.atLeast("auc", 0.5),
                approved -> approved.register("m", MODEL).servedBy(Serving.image(IMAGE)))
            .build();
    assertThat(text(component(translator(), pipeline, AzureNames.GATE), "command"))
        .contains("--serving '{\"image\":\"example.azurecr.io/acme/image@sha256:");
  }

  @Test
  void copiesTheModelOfASweepToAnAddressOfOurs() {
    Search search = Search.over(Map.of("depth", Range.intBetween(1, 9)), Metric.named("auc"));
    Pipeline pipeline =
        Pipeline.named("p")
            .step(Step.tune("tune", IMAGE, search).command("x").writes(MODEL, METRICS))
            .when(METRICS, Condition.atLeast("auc", 0.5), approved -> approved.register("m", MODEL))
            .build();
    Node job = job(translator(), pipeline);
    assertThat(json(job, "jobs.tune.outputs.model"))
        .isEqualTo("{\"job_output_type\":\"uri_folder\",\"mode\":\"ReadWriteMount\"}");
    assertThat(((Node.Mapping) at(job, "outputs")).entries())
        .containsOnlyKeys(AzureNames.DECISION, AzureNames.REGISTERED);
    assertThat(text(component(translator(), pipeline, AzureNames.GATE), "command"))
        .contains("cp -R '${{inputs.model}}/.' '${{outputs.copy___model}}/'; exec java");
    assertThat(text(job, "outputs.gate___model.uri"))
        .isEqualTo(text(job, "jobs.gate___register.inputs.model_uri.value"));
  }

  @Test
  void translatesEveryStrategyAndRangeOfASearch() {
    Map<String, Range> space =
        Map.of(
            "few", Range.intBetween(1, 3),
            "many", Range.intBetween(0, 100_000),
            "log", new Range.IntRange(1, 1000, Range.Scale.LOG),
            "rate", Range.between(0, 1),
            "kind", Range.oneOf("a", "b"));
    Search search = Search.over(space, Metric.named("rmse")).trials(8, 2).stopAfter(2);
    Node random = sweep(search);
    assertThat(json(random, "sampling_algorithm")).isEqualTo("\"random\"");
    assertThat(json(random, "objective"))
        .isEqualTo("{\"goal\":\"minimize\",\"primary_metric\":\"rmse\"}");
    assertThat(json(random, "search_space.few"))
        .isEqualTo("{\"type\":\"choice\",\"values\":[1,2,3]}");
    assertThat(json(random, "search_space.many"))
        .isEqualTo("{\"max_value\":100000,\"min_value\":0,\"q\":1,\"type\":\"quniform\"}");
    assertThat(json(random, "search_space.log")).contains("\"type\":\"qloguniform\"");
    assertThat(json(random, "search_space.rate")).contains("\"type\":\"uniform\"");
    assertThat(json(random, "limits"))
        .isEqualTo("{\"max_concurrent_trials\":2,\"max_total_trials\":8,\"trial_timeout\":60}");
    Node grid = sweep(search.strategy(Search.Strategy.GRID));
    assertThat(json(grid, "search_space.rate")).isEqualTo("{\"type\":\"choice\",\"values\":[0.5]}");
    assertThat(json(grid, "sampling_algorithm")).isEqualTo("\"grid\"");
  }

  private static Node sweep(Search search) {
    Step tune =
        Step.tune("tune", IMAGE, search)
            .command("x")
            .timeout(Duration.ofMinutes(1))
            .writes(MODEL, METRICS);
    return at(job(translator(), Pipeline.named("p").step(tune).build()), "jobs.tune");
  }

  @Test
  void runsAnImageThatSearchesByItselfAsACommand() {
    Pipeline pipeline =
        Pipeline.named("p").step(Step.tune("t", IMAGE).command("optuna").writes(MODEL)).build();
    assertThat(text(job(translator(), pipeline), "jobs.t.type")).isEqualTo("command");
  }

  @Test
  void findsAHyperparameterThatIsCalledAsAParameter() {
    Search search = Search.over(Map.of("rows", Range.intBetween(1, 3)), Metric.named("auc"));
    Pipeline pipeline =
        Pipeline.named("p")
            .parameter("rows", 5)
            .step(
                Step.tune("tune", IMAGE, search)
                    .command("x")
                    .parameters("rows")
                    .writes(MODEL, METRICS))
            .build();
    assertThat(text(component(translator(), pipeline, "tune"), "command"))
        .contains("{\"rows\":${{inputs.searched___rows}}}", "--rows '${{inputs.rows}}'");
  }

  @Test
  void mapsWhatAStepAsksForToServerlessCompute() {
    Pipeline pipeline =
        with(train ->
                train
                    .on(Resources.cpu(4).gpu(1, "nvidia-t4").spot().nodes(2).disk("170Gi"))
                    .timeout(Duration.ofHours(2))
                    .hint("azure", "shmSize", "8g")
                    .identity("11111111-2222-3333-4444-555555555555"))
            .build();
    Node node = at(job(translator(), pipeline), "jobs.train");
    assertThat(json(node, "resources"))
        .isEqualTo(
            "{\"instance_count\":2,\"instance_type\":\"Standard_NC4as_T4_v3\","
                + "\"shm_size\":\"8g\"}");
    assertThat(json(node, "queue_settings")).isEqualTo("{\"job_tier\":\"Spot\"}");
    assertThat(json(node, "limits"))
        .isEqualTo("{\"job_limits_type\":\"Command\",\"timeout\":\"PT2H\"}");
    assertThat(json(node, "identity"))
        .isEqualTo("{\"client_id\":\"11111111-2222-3333-4444-555555555555\",\"type\":\"managed\"}");
    assertThat(json(component(translator(), pipeline, "train"), "distribution"))
        .isEqualTo("{\"process_count_per_instance\":1,\"type\":\"pytorch\"}");
  }

  @Test
  void runsOnClustersWhereTheSettingsNameThem() {
    Translator translator =
        translator(
            """
            compute: small-cluster
            clusters: {Standard_NC4as_T4_v3: gpu-cluster}
            """);
    Pipeline pipeline =
        Pipeline.named("p")
            .step(AzureSamples.step("a"))
            .step(AzureSamples.step("b").on(Resources.cpu(1).gpu(1, "nvidia-t4").spot()))
            .step(AzureSamples.step("c").hint("azure", "compute", "own").identity("someone"))
            .build();
    Node job = job(translator, pipeline);
    assertThat(text(job, "settings.default_compute")).endsWith("/computes/small-cluster");
    assertThat(json(job, "jobs.a.computeId")).isEqualTo("\"\"");
    assertThat(json(job, "jobs.a.resources")).isEqualTo("\"\"");
    assertThat(text(job, "jobs.b.computeId")).endsWith("/computes/gpu-cluster");
    assertThat(json(job, "jobs.b.queue_settings")).isEqualTo("\"\"");
    assertThat(text(job, "jobs.c.computeId")).endsWith("/computes/own");
    assertThat(text(job, "jobs.c.identity.msi_resource_id"))
        .endsWith("/userAssignedIdentities/someone");
  }

  @Test
  void namesTheIdentityOfAJob() {
    assertThat(json(job(translator(), chain().build()), "identity"))
        .isEqualTo("{\"identityType\":\"AMLToken\"}");
    String id = "11111111-2222-3333-4444-555555555555";
    assertThat(json(job(translator(), chain().identity(id).build()), "identity"))
        .isEqualTo("{\"clientId\":\"" + id + "\",\"identityType\":\"Managed\"}");
  }

  @Test
  void bindsTheChampionToAnInputOfTheJob() {
    Pipeline pipeline = with(train -> train.reads(Artifact.champion())).build();
    Node job = job(translator(), pipeline);
    assertThat(text(job, "jobs.train.inputs.champion.value"))
        .isEqualTo("${{parent.inputs.champion___uri}}");
    assertThat(text(job, "inputs.champion___uri.uri")).endsWith("/sample/no-champion");
  }

  @Test
  void choosesFromTheSettingsMachines() {
    Translator translator = translator("machines: [{name: Mine, cpu: 64, memoryGiB: 64}]\n");
    Pipeline pipeline = Pipeline.named("p").step(AzureSamples.prepare().writes()).build();
    assertThat(text(job(translator, pipeline), "jobs.prepare.resources.instance_type"))
        .isEqualTo("Mine");
  }

  @Test
  void sendsTruthValuesOfAChoiceAsTexts() {
    Search search =
        Search.over(
                Map.of(
                    "fast",
                    new Range.Categorical(
                        List.of((Node.Scalar) Node.of(true), (Node.Scalar) Node.of(false)))),
                Metric.named("auc"))
            .trials(2, 1);
    Pipeline pipeline =
        Pipeline.named("p")
            .step(Step.tune("t", IMAGE, search).command("x").writes(MODEL, METRICS))
            .build();

    assertThat(json(job(translator(), pipeline), "jobs.t.search_space.fast.values"))
        .isEqualTo("[\"true\",\"false\"]");
    assertThat(text(component(translator(), pipeline, "t"), "command"))
        .contains("{\"fast\":${{inputs.fast}}}");
  }

  @Test
  void clearsOutputsBeforeAProgramStartsAgain() {
    Pipeline pipeline = with(train -> train.retry(new Retry(2, Duration.ofSeconds(5)))).build();

    assertThat(text(component(translator(), pipeline, "train"), "command"))
        .contains("|| { sleep 5; rm -rf -- '${{outputs.model}}'/* ")
        .contains("; run; }");
  }

  @Test
  void listsWhereEachRequestIsSent() {
    Node index =
        Documents.parse(
            translator().translate(chain().build()).files().get("azure/requests.json"), "index");

    assertThat(text(index, "requests.0.file")).isEqualTo("01-environment-acme-image.json");
    assertThat(text(index, "requests.0.method")).isEqualTo("PUT");
    assertThat(text(index, "requests.0.url"))
        .startsWith("https://management.azure.com/subscriptions/")
        .contains("/workspaces/example-workspace/environments/acme-image/versions/")
        .endsWith("?api-version=2024-10-01");
    assertThat(text(index, "requests.4.url")).contains("/jobs/RUN_KEY?");
  }

  @Test
  void givesARunWithoutAKeyTheIdOfTheService() {
    assertThat(text(component(translator(), gated(chain()).build(), AzureNames.GATE), "command"))
        .contains("if [ \"$retrain_run_key\" = RUN_KEY ]; then")
        .contains("--run-key \"$retrain_run_key\"")
        .contains("--run-id \"${AZUREML_ROOT_RUN_ID:-$AZUREML_RUN_ID}\"");
  }
}
