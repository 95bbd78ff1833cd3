package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Translator;
import dev.retrain.steps.folder.FolderRegistry;
import dev.retrain.testkit.kfp.IrInterpreter;
import dev.retrain.testkit.kfp.IrRequest;
import dev.retrain.testkit.kfp.IrRun;
import dev.retrain.testkit.kfp.IrRunState;
import dev.retrain.testkit.kfp.IrTaskState;
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

/** What is translated does the same as the local backend when it runs. */
class ExecutedDefinitionTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final RunKey KEY = new RunKey("key-1");

  @TempDir Path root;

  private IrRun run(Pipeline pipeline, LoopbackExecutor executor, Map<String, Node> more) {
    Translator translator =
        Backends.translator("vertex", ExecutedDefinitionTest.class.getClassLoader())
            .translator(
                Settings.parse(
                    "{project: risk-models, region: europe-west4, artifactRoot: 'gs://bucket/models', stepsImage: '"
                        + ReferenceTraining.STEPS_IMAGE
                        + "', registry: '"
                        + root.resolve("registry").toUri()
                        + "'}",
                    "vertex.yaml"));
    Node job =
        Documents.parseJson(
            translator.translate(pipeline).files().get(VertexService.FILE), "the job");
    IrRun run =
        new IrInterpreter(executor, Clock.systemUTC(), Map.of())
            .start(
                IrRequest.ofPipelineJob(
                    withParameters((Node.Mapping) job, more),
                    "projects/risk/locations/europe-west4/pipelineJobs/run-1"));
    run.await(PATIENCE);
    return run;
  }

  /** Sets the values of a run, as a client does before it sends the request. */
  private static Node withParameters(Node.Mapping job, Map<String, Node> more) {
    Map<String, Node> values = new TreeMap<>(more);
    values.put("run_key", Node.of(KEY.value()));
    values.put("retrain_mode", Node.of("full"));
    Node over =
        Node.of(Map.of("runtimeConfig", Node.of(Map.of("parameterValues", Node.of(values)))));
    return ((Node.Mapping) over).over(job);
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

  private static Path folder(IrRun run, LoopbackExecutor executor, String task, String artifact) {
    return executor.folders().folder(run.task(task).orElseThrow().artifacts().get(artifact).uri());
  }
}
