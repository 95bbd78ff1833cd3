package dev.retrain.backend.sagemaker.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.ReferenceTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is translated does the same as the local backend when it runs. */
class ExecutedDefinitionTest {

  private static final RunKey KEY = new RunKey("key-1");

  @TempDir Path root;

  private static Node definition(Pipeline pipeline) {
    TranslatorProvider provider =
        Backends.translator("sagemaker", ExecutedDefinitionTest.class.getClassLoader());
    Map<String, Node> settings =
        new TreeMap<>(((Node.Mapping) provider.placeholderSettings().node()).entries());
    settings.remove("imageRegistry");
    settings.put("stepsImage", Node.of(ReferenceTraining.STEPS_IMAGE));
    Translator translator =
        provider.translator(Settings.parse(Documents.json(Node.of(settings)), "settings"));
    return Documents.parseJson(
        translator.translate(pipeline).files().get("sagemaker/pipeline.json"), "definition");
  }

  private LoopbackExecutor executor() throws IOException {
    LoopbackExecutor executor =
        ReferenceTraining.executor(
                root.resolve("loopback"), List.of("java", "-jar", "/retrain/steps.jar"))
            .build();
    // The marker of an absent champion, which the client has to put there.
    Files.createDirectories(
        executor.folders().folder("s3://example-bucket/retrain/reference/no-champion/"));
    return executor;
  }

  private static Map<String, Node> parameters() {
    Map<String, Node> parameters = new TreeMap<>();
    parameters.put("run_key", Node.of(KEY.value()));
    parameters.put("retrain_mode", Node.of("full"));
    return parameters;
  }

  private ReferenceTraining.Result local(ReferenceTraining training, ReferenceTraining.Gate gate)
      throws Exception {
    try (Backend local =
        LocalBackend.builder()
            .artifactRoot(root.resolve("local"))
            .command(ReferenceTraining.TRAIN_IMAGE, ReferenceTraining.trainWords())
            .command(ReferenceTraining.EVALUATE_IMAGE, ReferenceTraining.evaluateWords())
            .build()) {
      return training.run(local, gate, KEY);
    }
  }

  @Test
  void registersWhatTheLocalBackendRegisters() throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    ReferenceTraining.Registered expected =
        local(training, ReferenceTraining.Gate.PASSED).registered().orElseThrow();
    try (LoopbackExecutor executor = executor()) {
      LoopbackSageMaker service = new LoopbackSageMaker(executor);
      Execution execution =
          service.execution(
              "e1", definition(training.pipeline(ReferenceTraining.Gate.PASSED)), parameters());

      assertThat(execution.run())
          .as("%s", execution.records())
          .isEqualTo(StepRecord.Status.SUCCEEDED);
      assertThat(service.packages()).hasSize(1);
      DefinitionObject made = DefinitionObject.of(service.packages().get(0), "the package");
      Map<String, String> properties = made.textsByName("CustomerMetadataProperties");
      DefinitionObject container = made.object("InferenceSpecification").list("Containers").get(0);
      String model = container.object("ModelDataSource").object("S3DataSource").text("S3Uri");
      assertThat(ReferenceTraining.files(executor.folders().folder(model)))
          .isEqualTo(withTexts(expected.model()));
      assertThat(
              ReferenceTraining.files(executor.folders().folder(properties.get("retrain.profile"))))
          .isEqualTo(expected.profile());
      assertThat(properties)
          .containsEntry("retrain.run", expected.run())
          .containsAllEntriesOf(expected.tags());
      Serving serving = expected.serving().orElseThrow();
      assertThat(container.text("Image")).endsWith(serving.image());
      assertThat(container.textsByName("Environment")).isEqualTo(serving.environment());
    }
  }

  /** The service hands over every hyperparameter as a text. */
  private static Map<String, String> withTexts(Map<String, String> model) {
    Map<String, String> files = new TreeMap<>(model);
    files.put("hyperparameters.json", "{\"depth\":\"6\",\"kind\":\"mean\"}");
    return files;
  }

  @Test
  void rejectsWithAMarkedFailureWhatTheLocalBackendRejects() throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    assertThat(local(training, ReferenceTraining.Gate.REJECTED).gate()).isEqualTo("rejected");
    try (LoopbackExecutor executor = executor()) {
      LoopbackSageMaker service = new LoopbackSageMaker(executor);
      Execution execution =
          service.execution(
              "e1", definition(training.pipeline(ReferenceTraining.Gate.REJECTED)), parameters());

      assertThat(execution.run()).isEqualTo(StepRecord.Status.FAILED);
      StepRecord last = execution.records().get(execution.records().size() - 1);
      assertThat(last.type()).isEqualTo("Fail");
      assertThat(last.reason()).startsWith("RETRAIN_REJECTED:").contains("accuracy >= 0.999");
      assertThat(service.packages()).isEmpty();
    }
  }

  @Test
  void failsAtTheConditionWhereTheLocalBackendIsUndecided() throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    assertThat(local(training, ReferenceTraining.Gate.UNDECIDED).gate()).isEqualTo("undecided");
    try (LoopbackExecutor executor = executor()) {
      LoopbackSageMaker service = new LoopbackSageMaker(executor);
      Execution execution =
          service.execution(
              "e1", definition(training.pipeline(ReferenceTraining.Gate.UNDECIDED)), parameters());

      assertThat(execution.run()).isEqualTo(StepRecord.Status.FAILED);
      StepRecord last = execution.records().get(execution.records().size() - 1);
      assertThat(last.type()).isEqualTo("Condition");
      assertThat(last.reason()).contains("there is no auc");
      assertThat(service.packages()).isEmpty();
    }
  }

  @Test
  void registersNothingForATrialThatPasses() throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    Map<String, Node> parameters = parameters();
    parameters.put("retrain__trial", Node.of("true"));
    try (LoopbackExecutor executor = executor()) {
      LoopbackSageMaker service = new LoopbackSageMaker(executor);
      Execution execution =
          service.execution(
              "e1", definition(training.pipeline(ReferenceTraining.Gate.QUICK)), parameters);

      assertThat(execution.run()).isEqualTo(StepRecord.Status.SUCCEEDED);
      assertThat(service.packages()).isEmpty();
    }
  }
}
