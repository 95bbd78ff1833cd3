package dev.retrain.backend.vertex;

import static dev.retrain.kfp.ServiceSamples.plan;
import static dev.retrain.kfp.ServiceSamples.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.kfp.ServiceSamples;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexTest {

  private static final String WHERE =
      "project: risk-models\nregion: europe-west4\nartifactRoot: gs://b/p\n";

  private final VertexTranslatorProvider provider = new VertexTranslatorProvider();
  private final Translator translator = provider.translator(provider.placeholderSettings());

  @Test
  void refusesUnknownKeysWithASuggestion() {
    assertThatThrownBy(() -> settings("netwrok: x\n"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Did you mean 'network'?");
  }

  @ParameterizedTest
  @CsvSource({
    "Risk, europe-west4, gs://b/p, project must be",
    "risk-models, Europe, gs://b/p, region must look like",
    "risk-models, europe-west4, s3://b/p, artifactRoot must be",
    "risk-models, europe-west4, gs://b/p/, artifactRoot must be",
  })
  void refusesPlacesThatCannotBe(String project, String region, String root, String why) {
    String text = "project: %s\nregion: %s\nartifactRoot: %s\n".formatted(project, region, root);

    assertThatThrownBy(() -> provider.translator(Settings.parse(text, "v.yaml")))
        .hasMessageContaining(why);
  }

  @Test
  void declaresEveryCapability() {
    assertThat(translator.capabilities().all()).containsOnlyKeys(Capability.values());
    assertThat(translator.capabilities().of(Capability.SECRETS))
        .isInstanceOf(Support.Emulated.class);
  }

  @Test
  void namesEveryProblemAtOnce() {
    Pipeline.Builder builder =
        Pipeline.named("bad")
            .identity("arn:aws:iam::1:role/x")
            .tag("1st", "fine")
            .tag("Owner", "risk")
            .tag("owner", "Risk & Co")
            .step(
                step()
                    .on(Resources.cpu(128).memory("1Ti").disk("200Gi").gpu(3, "acme-9000").nodes(2))
                    .secret("LOGIN", SecretRef.secret("feature/store"))
                    .environment("HOME_DIR", "$(HOME)"));
    for (int i = 0; i < 60; i++) {
      builder.tag("t" + i, "v");
    }

    assertThat(translator.preflight(builder.build()).problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "unsupported",
            "text-would-be-replaced",
            "too-many-cpus",
            "too-much-memory",
            "less-disk",
            "unknown-gpu",
            "gpu-count",
            "secret-name",
            "identity",
            "too-many-tags",
            "tag",
            "tag",
            "tag");
  }

  @Test
  void mapsResourcesAndSaysSo() {
    Plan.StepPlan step =
        plan(translator, step().on(Resources.cpu(6).memory("20Gi").gpu(1, "nvidia-t4")));

    assertThat(step.resources())
        .containsEntry("machine", "the nearest with at least 6 cores and 20Gi")
        .containsEntry("gpu", "1 x NVIDIA_TESLA_T4");
    assertThat(plan(translator, step()).resources().get("machine")).startsWith("e2-standard-4");
  }

  @Test
  void takesTheAcceleratorFromSettingsOrAHint() {
    Translator configured = settings("accelerators: {acme-9000: ACME_9000}\n");
    Step wish = step().on(Resources.unspecified().gpu(1, "acme-9000"));

    assertThat(gpu(configured, wish)).isEqualTo("1 x ACME_9000");
    assertThat(gpu(configured, wish.hint("vertex", "accelerator", "TPU_V3")))
        .isEqualTo("1 x TPU_V3");
  }

  @Test
  void refusesAcceleratorsThatAreNoConstants() {
    Step wish = step().on(Resources.unspecified().gpu(1, "nvidia-t4"));
    Pipeline pipeline =
        Pipeline.named("gpu").step(wish.hint("vertex", "accelerator", "{{$}}")).build();

    assertThat(translator.preflight(pipeline).problems())
        .extracting(Problem::code)
        .containsExactly("accelerator-name");
  }

  @Test
  void limitsTimeAndNamesSecretsInsideTheContainer() {
    String job =
        job(
            step()
                .timeout(Duration.ofMinutes(1))
                .secret("LOGIN", SecretRef.secret("store", "user")));

    assertThat(job)
        .contains("exec timeout -k 30")
        .contains("\"60\"")
        .contains("LOGIN_SECRET")
        .contains("projects/risk-models/secrets/store-user/versions/latest")
        .doesNotContain("platforms");
  }

  @Test
  void writesTheWholeBodyOfAJob() {
    Translator configured = settings("serviceAccount: runner-1\nkmsKey: k\nnetwork: n\n");
    Pipeline pipeline =
        Pipeline.named("job")
            .parameter("week", "w1")
            .parameter("fast", true)
            .parameter("rate", 0.5)
            .tag("Owner", "risk")
            .step(step().parameters("week", "fast", "rate"))
            .build();

    assertThat(configured.translate(pipeline).files().get("vertex/pipeline_job.json"))
        .contains("\"displayName\": \"job\"")
        .contains("\"gcsOutputDirectory\": \"gs://b/p\"")
        .contains("\"failurePolicy\": \"PIPELINE_FAILURE_POLICY_FAIL_SLOW\"")
        .contains("\"serviceAccount\": \"runner-1@risk-models.iam.gserviceaccount.com\"")
        .contains("\"kmsKeyName\": \"k\"")
        .contains("\"network\": \"n\"")
        .contains("\"owner\": \"risk\"")
        .contains("\"retrain-definition\": \"" + pipeline.contentHash().substring(0, 32) + "\"")
        .contains("\"week\": \"w1\"")
        .contains("\"fast\": true")
        .contains("\"rate\": 0.5");
  }

  @Test
  void aJobWithoutDefaultsHasNoParameterValues() {
    assertThat(job(step())).doesNotContain("parameterValues");
  }

  private Translator settings(String more) {
    return provider.translator(Settings.parse(WHERE + more, "v.yaml"));
  }

  private String job(Step step) {
    return settings("")
        .translate(Pipeline.named("job").step(step).build())
        .files()
        .get("vertex/pipeline_job.json");
  }

  private static String gpu(Translator translator, Step step) {
    Pipeline pipeline = Pipeline.named("gpu").step(step).build();
    assertThat(translator.preflight(pipeline).passed()).isTrue();
    return translator.plan(pipeline).steps().get(0).resources().get("gpu");
  }

  @Test
  void makesTheFoldersThatAProgramReadsAndWrites() {
    Step train =
        Step.train("train", ServiceSamples.IMAGE)
            .command("fit")
            .reads(Artifact.champion())
            .writes(Artifact.model("model"), Artifact.metrics("metrics"));

    assertThat(job(train))
        .contains("{{$.inputs.artifacts['champion'].path}}")
        .contains("rm -rf \\\"$1\\\" && mkdir -p \\\"$1\\\" && shift");
  }

  @Test
  void warnsWhereTheRegistryCannotBeReachedAndFilesAreNotCarried() {
    Pipeline pipeline =
        Pipeline.named("p")
            .step(
                StandardSteps.ingest("ingest", "flights/2026.csv").writes(Artifact.dataset("rows")))
            .step(
                Step.train("train", ServiceSamples.IMAGE)
                    .command("fit")
                    .reads(Artifact.dataset("rows"))
                    .writes(Artifact.model("model"), Artifact.metrics("metrics")))
            .when(
                Artifact.metrics("metrics"),
                Condition.atLeast("auc", 0.5),
                passed -> passed.register("m", Artifact.model("model")))
            .build();

    assertThat(translator.plan(pipeline).problems())
        .extracting(Problem::code)
        .contains("registry-unreachable", "local-file");
    assertThat(translator.preflight(pipeline).passed()).isTrue();
  }

  @Test
  void refusesValuesOfASearchSpaceThatWouldBeReplaced() {
    for (String value : new String[] {"a{{$.x}}", "{{$}}"}) {
      Search search =
          Search.over(Map.of("kind", Range.oneOf("plain", value)), Metric.named("auc"))
              .trials(9, 1);
      Step tune =
          Step.tune("tune", ServiceSamples.IMAGE, search)
              .command("fit")
              .writes(Artifact.model("model"), Artifact.metrics("metrics"));
      assertThat(translator.preflight(Pipeline.named("p").step(tune).build()).problems())
          .filteredOn(Problem::isError)
          .extracting(Problem::code)
          .containsExactly("text-would-be-replaced");
    }
  }

  @Test
  void refusesNamesOfImagesWithCapitals() {
    Step step = Step.process("s", "Acme/Train@sha256:" + "0".repeat(64)).command("run");

    assertThat(translator.preflight(Pipeline.named("p").step(step).build()).problems())
        .extracting(Problem::code)
        .containsExactly("image-name");
  }

  @Test
  void refusesMoreAcceleratorsThanAMachineOfTheModelHas() {
    Step step = step().on(Resources.unspecified().gpu(8, "nvidia-t4"));

    assertThat(translator.preflight(Pipeline.named("p").step(step).build()).problems())
        .extracting(Problem::code)
        .containsExactly("gpu-count");
  }

  @Test
  void givesAcceleratorsAMachineThatCarriesThem() {
    assertThat(plan(translator, step().on(Resources.unspecified().gpu(1, "nvidia-t4"))).resources())
        .containsEntry("machine", "the nearest with at least 4 cores and 15Gi");
    assertThat(plan(translator, step().on(Resources.unspecified().gpu(2, "nvidia-l4"))).resources())
        .containsEntry("machine", "the nearest with at least 8 cores and 32Gi");
    assertThat(
            plan(translator, step().on(Resources.unspecified().gpu(8, "nvidia-h100"))).resources())
        .containsEntry("machine", "the nearest with at least 96 cores and 624Gi");
  }
}
