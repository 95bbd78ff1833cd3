package dev.retrain.backend.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.FolderRegistry;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.kfp.IrDefinition;
import dev.retrain.testkit.kfp.IrInterpreter;
import dev.retrain.testkit.kfp.IrRequest;
import dev.retrain.testkit.kfp.IrRun;
import dev.retrain.testkit.kfp.IrRunState;
import dev.retrain.testkit.kfp.IrTaskState;
import dev.retrain.testkit.loopback.ArtifactFolders;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.ReferenceTraining;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is translated does the same as the local backend when it runs. */
class ExecutedDefinitionTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final RunKey KEY = new RunKey("key-1");

  @TempDir Path root;

  private IrRun run(Pipeline pipeline, LoopbackExecutor executor, Map<String, Node> more) {
    Translator translator =
        Backends.translator("kubeflow", ExecutedDefinitionTest.class.getClassLoader())
            .translator(
                Settings.parse(
                    "{artifactRoot: 's3://bucket/models', stepsImage: '"
                        + ReferenceTraining.STEPS_IMAGE
                        + "', registry: '"
                        + root.resolve("registry").toUri()
                        + "'}",
                    "kubeflow.yaml"));
    String definition = translator.translate(pipeline).files().get(KubeflowService.FILE);
    Map<String, Node> parameters = new TreeMap<>(more);
    parameters.put("run_key", Node.of(KEY.value()));
    if (pipeline.reservedParametersUsed().contains(Parameter.RETRAIN_MODE)) {
      parameters.put(Parameter.RETRAIN_MODE, Node.of("full"));
    }
    IrRun run =
        new IrInterpreter(executor, Clock.systemUTC(), Map.of())
            .start(IrRequest.of(IrDefinition.ofFile(definition), "run-1", "reference", parameters));
    run.await(PATIENCE);
    return run;
  }

  private LoopbackExecutor executor() {
    return ReferenceTraining.executor(
            root.resolve("loopback"), List.of("java", "-jar", "/retrain/steps.jar"))
        .build();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUICK")
  void comesToTheSameAsTheLocalBackend(ReferenceTraining.Gate gate) throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    ReferenceTraining.Result expected;
    try (Backend local =
        LocalBackend.builder()
            .artifactRoot(root.resolve("local"))
            .command(ReferenceTraining.TRAIN_IMAGE, ReferenceTraining.trainWords())
            .command(ReferenceTraining.EVALUATE_IMAGE, ReferenceTraining.evaluateWords())
            .build()) {
      expected = training.run(local, gate, KEY);
    }

    try (LoopbackExecutor executor = executor()) {
      IrRun run = run(training.pipeline(gate), executor, Map.of());

      assertThat(run.state()).as("%s", run.tasks()).isEqualTo(IrRunState.SUCCEEDED);
      assertThat(
              ReferenceTraining.read(
                  folder(run, executor, "gate", "decision"),
                  folder(run, executor, "evaluate", "metrics"),
                  new FolderRegistry(root.resolve("registry"), Clock.systemUTC()),
                  executor.folders()))
          .isEqualTo(expected);
    }
  }

  @Test
  void registersNothingForATrialThatPasses() throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    try (LoopbackExecutor executor = executor()) {
      IrRun run =
          run(
              training.pipeline(ReferenceTraining.Gate.QUICK),
              executor,
              Map.of("retrain__trial", Node.of("true")));

      assertThat(run.state()).as("%s", run.tasks()).isEqualTo(IrRunState.SUCCEEDED);
      assertThat(run.task("approved").orElseThrow().state()).isEqualTo(IrTaskState.NOT_TRIGGERED);
      assertThat(folder(run, executor, "gate", "decision").resolve("gate.json"))
          .content()
          .contains("\"trial\"");
      assertThat(root.resolve("registry")).doesNotExist();
    }
  }

  /** Writes the hyperparameter as model and as metric, so that the deeper trial is the better. */
  private static final String TUNE_SCRIPT =
      "set -eu; while [ $# -gt 0 ]; do case $1 in --model) model=$2;; --metrics) metrics=$2;;"
          + " --hyperparameters) file=$2;; esac; shift 2; done;"
          + " depth=$(sed 's/[^0-9]//g' \"$file\" | tr -d '\\n');"
          + " echo \"$depth\" > \"$model/depth.txt\";"
          + " echo \"{\\\"auc\\\": 0.$depth}\" > \"$metrics/metrics.json\"";

  private static Pipeline searching() {
    Artifact<Kind.Model> model = Artifact.model("model");
    Artifact<Kind.Metrics> metrics = Artifact.metrics("metrics");
    Search search =
        Search.over(Map.of("depth", Range.intBetween(1, 3)), Metric.AUC)
            .strategy(Search.Strategy.GRID)
            .trials(3, 2);
    return Pipeline.named("searching")
        .step(
            Step.tune("tune", ReferenceTraining.TRAIN_IMAGE, search)
                .command("/app/train")
                .writes(model, metrics))
        .when(
            metrics,
            Condition.atLeast("auc", 0.25),
            approved -> approved.register(ReferenceTraining.MODEL, model))
        .build();
  }

  @Test
  void keepsTheTrialThatTheLocalBackendKeeps() throws Exception {
    String image = ReferenceTraining.TRAIN_IMAGE;
    Map<String, String> expected;
    try (LocalBackend local =
        LocalBackend.builder()
            .artifactRoot(root.resolve("local"))
            .command(image, "sh", "-c", TUNE_SCRIPT)
            .build()) {
      RunHandle started =
          local.submit(
              Submission.of(searching(), KEY, Map.of(), RetrainMode.FULL, "v1", "reference"));
      RunStatus status =
          Await.until("the run", PATIENCE, () -> local.status(started), RunStatus::terminal);
      assertThat(status).isInstanceOf(RunStatus.Succeeded.class);
      expected = model(local.registry(), executorFolders());
    }

    try (LoopbackExecutor executor =
        LoopbackExecutor.below(root.resolve("loopback"))
            .image(
                ReferenceTraining.STEPS_IMAGE,
                List.of("java", "-jar", "/retrain/steps.jar"),
                ReferenceTraining.stepsHere())
            .image(image, List.of("/app/train"), List.of("sh", "-c", TUNE_SCRIPT, "train"))
            .build()) {
      IrRun run = run(searching(), executor, Map.of());

      assertThat(run.state()).as("%s", run.tasks()).isEqualTo(IrRunState.SUCCEEDED);
      assertThat(
              model(
                  new FolderRegistry(root.resolve("registry"), Clock.systemUTC()),
                  executor.folders()))
          .isEqualTo(expected)
          .containsEntry("depth.txt", "3\n");
    }
  }

  private ArtifactFolders executorFolders() {
    return new ArtifactFolders(root.resolve("loopback"));
  }

  private static Map<String, String> model(ModelRegistry registry, ArtifactFolders folders) {
    ModelVersion version = registry.versions(ReferenceTraining.MODEL).get(0);
    return ReferenceTraining.files(folders.folder(version.artifact().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void writesNothingThatTheInterpreterRefuses(String name) {
    assertThat(IrDefinition.ofFile(GoldenTest.definition(name)).name()).isEqualTo(name);
  }

  private static Path folder(IrRun run, LoopbackExecutor executor, String task, String artifact) {
    return executor.folders().folder(run.task(task).orElseThrow().artifacts().get(artifact).uri());
  }
}
