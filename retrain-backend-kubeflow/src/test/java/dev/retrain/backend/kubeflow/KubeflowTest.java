package dev.retrain.backend.kubeflow;

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
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeflowTest {

  private final KubeflowTranslatorProvider provider = new KubeflowTranslatorProvider();
  private final Translator translator = provider.translator(provider.placeholderSettings());

  @Test
  void refusesUnknownKeysWithASuggestion() {
    assertThatThrownBy(
            () ->
                provider.translator(
                    Settings.parse("artifactRoot: s3://b/p\nstepImage: x\ngpu: {}", "kf.yaml")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Did you mean 'stepsImage'?")
        .hasMessageContaining("Did you mean 'gpus'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tmp", "s3://b/p/", "https://b", "s3://b/{{x}}"})
  void refusesRootsThatAreNoAddress(String root) {
    assertThatThrownBy(
            () -> provider.translator(Settings.parse("artifactRoot: '" + root + "'", "kf.yaml")))
        .hasMessageContaining("artifactRoot");
  }

  @Test
  void declaresEveryCapability() {
    assertThat(translator.capabilities().all()).containsOnlyKeys(Capability.values());
    assertThat(translator.capabilities().of(Capability.MULTI_NODE))
        .isInstanceOf(Support.Absent.class);
  }

  @Test
  void namesEveryProblemAtOnce() {
    Pipeline pipeline =
        Pipeline.named("bad")
            .identity("arn:aws:iam::1:role/x")
            .tag("a b", "fine")
            .tag("note", "{{workflow.name}}")
            .step(
                step()
                    .on(Resources.unspecified().gpu(1, "acme-9000").nodes(2))
                    .secret("LOGIN", SecretRef.secret("Feature/Store"))
                    .environment("HOME_DIR", "$(HOME)"))
            .build();
    Preflight preflight = translator.preflight(pipeline);

    assertThat(preflight.problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "unsupported",
            "text-would-be-replaced",
            "unknown-gpu",
            "secret-name",
            "tag-key",
            "text-would-be-replaced",
            "identity");
    assertThat(preflight.problems()).noneMatch(problem -> problem.what().contains("Feature"));
  }

  @Test
  void mapsResourcesAndSaysSo() {
    Translator configured =
        provider.translator(Settings.read(Path.of("src/test/resources/golden/settings.yaml")));
    Pipeline pipeline =
        Pipeline.named("gpus")
            .step(
                step()
                    .on(Resources.cpu(0.5).gpu(2, "nvidia-t4").spot())
                    .hint("sagemaker", "a", "b"))
            .build();
    Plan.StepPlan step = configured.plan(pipeline).steps().get(0);

    assertThat(step.resources())
        .isEqualTo(
            Map.of(
                "cpu", "500m",
                "memory", "2Gi",
                "gpu", "2 x nvidia.com/gpu",
                "nodes", "{nvidia.com/gpu.product=Tesla-T4, pool=spot}"));
    assertThat(step.identity()).contains("pipeline-runner");
  }

  @Test
  void knowsTheUsualResourceOfAMaker() {
    assertThat(resourceOf("nvidia-h100")).isEqualTo("1 x nvidia.com/gpu");
    assertThat(resourceOf("amd-mi300")).isEqualTo("1 x amd.com/gpu");
    assertThat(resourceOf("intel-max")).isEqualTo("1 x gpu.intel.com/i915");
  }

  @Test
  void takesTheResourceFromSettingsOrAHint() {
    Translator configured =
        provider.translator(
            Settings.parse(
                "artifactRoot: s3://b/p\ngpus: {acme-9000: {resource: acme.com/card}}", "kf.yaml"));
    Step wish = step().on(Resources.unspecified().gpu(1, "acme-9000"));

    assertThat(gpu(configured, wish)).isEqualTo("1 x acme.com/card");
    assertThat(gpu(configured, wish.hint("kubeflow", "accelerator", "other.com/card")))
        .isEqualTo("1 x other.com/card");
  }

  @Test
  void refusesNamesThatKubernetesCannotHave() {
    Step wish = step().on(Resources.unspecified().gpu(1, "nvidia-t4"));
    Pipeline pipeline =
        Pipeline.named("gpu").step(wish.hint("kubeflow", "accelerator", "{{x}}")).build();

    assertThat(translator.preflight(pipeline).problems())
        .extracting(Problem::code)
        .containsExactly("accelerator-name");
    assertThatThrownBy(
            () ->
                provider.translator(
                    Settings.parse(
                        "artifactRoot: s3://b/p\nspot: {nodeLabels: {pool: '{{x}}'}}", "kf.yaml")))
        .hasMessageContaining("Kubernetes has no names such as");
  }

  @Test
  void refusesCommandsInSettingsThatWouldBeReplaced() {
    Translator odd =
        provider.translator(
            Settings.parse("artifactRoot: s3://b/p\nregistry: 'x{{y}}'", "kf.yaml"));

    assertThat(odd.preflight(Pipeline.named("p").step(step()).build()).problems())
        .extracting(Problem::code)
        .containsExactly("text-would-be-replaced");
  }

  @Test
  void saysWhatKubernetesMustDoInASecondDocument() {
    Pipeline pipeline =
        Pipeline.named("pods")
            .tag("owner", "risk & co")
            .step(
                step()
                    .timeout(Duration.ofMinutes(90))
                    .secret("LOGIN", SecretRef.secret("store"))
                    .secret("OTHER_LOGIN", SecretRef.secret("store", "other")))
            .build();

    assertThat(translator.translate(pipeline).files().get("kubeflow/pipeline.yaml"))
        .contains("\n---\nplatforms:")
        .contains("activeDeadlineSeconds: \"5400\"")
        .contains("\"retrain.dev/owner\": \"risk & co\"")
        .contains("secretKey: \"value\"")
        .contains("secretKey: \"other\"");
  }

  @Test
  void writesOneDocumentWhereKubernetesNeedsNone() {
    Pipeline pipeline = Pipeline.named("plain").step(step()).build();

    assertThat(translator.translate(pipeline).files().get("kubeflow/pipeline.yaml"))
        .doesNotContain("---");
  }

  private String resourceOf(String model) {
    return gpu(translator, step().on(Resources.unspecified().gpu(1, model)));
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

    assertThat(definition(train))
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
    for (String value : new String[] {"{{workflow.name}}", "$(HOME)", "{{$.x}}"}) {
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
  void placesOutputsBelowTheArtifactRoot() {
    assertThat(definition(step())).contains("defaultPipelineRoot: \"s3://your-bucket/retrain\"");
  }

  private String definition(Step step) {
    return translator
        .translate(Pipeline.named("p").step(step).build())
        .files()
        .get("kubeflow/pipeline.yaml");
  }
}
