package dev.retrain.backend.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Translator;
import dev.retrain.steps.folder.FolderRegistry;
import dev.retrain.testkit.kfp.IrDefinition;
import dev.retrain.testkit.kfp.IrInterpreter;
import dev.retrain.testkit.kfp.IrRequest;
import dev.retrain.testkit.kfp.IrRun;
import dev.retrain.testkit.kfp.IrRunState;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.ReferenceTraining;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    parameters.put("retrain_mode", Node.of("full"));
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
  @EnumSource
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

  private static Path folder(IrRun run, LoopbackExecutor executor, String task, String artifact) {
    return executor.folders().folder(run.task(task).orElseThrow().artifacts().get(artifact).uri());
  }
}
