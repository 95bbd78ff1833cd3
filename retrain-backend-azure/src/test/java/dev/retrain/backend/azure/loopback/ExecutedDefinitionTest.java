package dev.retrain.backend.azure.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.steps.folder.FolderRegistry;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.ReferenceTraining;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is translated does the same as the local backend when it runs. */
class ExecutedDefinitionTest {

  private static final RunKey KEY = new RunKey("key-1");

  /** The workspace's registry, for which a folder stands in. */
  private static final String WORKSPACE =
      "azureml://subscriptions/00000000-0000-0000-0000-000000000000"
          + "/resourcegroups/example-group/workspaces/example-workspace";

  @TempDir Path root;

  private static Map<String, String> files(Pipeline pipeline) {
    TranslatorProvider provider =
        Backends.translator("azure", ExecutedDefinitionTest.class.getClassLoader());
    Map<String, Node> settings =
        new TreeMap<>(((Node.Mapping) provider.placeholderSettings().node()).entries());
    settings.remove("imageRegistry");
    settings.put("stepsImage", Node.of(ReferenceTraining.STEPS_IMAGE));
    return provider
        .translator(Settings.parse(Documents.json(Node.of(settings)), "settings"))
        .translate(pipeline)
        .files();
  }

  /** Sends the requests in order, as a client does, with the values of the run in the job's. */
  private static PipelineJob job(
      LoopbackAzure workspace, Pipeline pipeline, UnaryOperator<String> values) {
    Map<String, String> files = files(pipeline);
    DefinitionObject index =
        DefinitionObject.of(
            Documents.parseJson(files.get("azure/requests.json"), "index"), "index");
    for (DefinitionObject request : index.list("requests")) {
      String path = URI.create(request.text("url").replaceAll("[{}]", "_")).getPath();
      String text = files.get("azure/" + request.text("file"));
      if (path.contains("/jobs/")) {
        return workspace.job(KEY.value(), Documents.parseJson(values.apply(text), "job"));
      }
      workspace.put(path, Documents.parseJson(text, "request"));
    }
    throw new AssertionError("no request is a job");
  }

  private static String withValues(String job) {
    return job.replace("RUN_KEY", KEY.value()).replace("\"batch\"", "\"full\"");
  }

  private static String words(String... words) {
    return Arrays.stream(words)
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** A command is one text for a shell, in which the programs of the images are replaced. */
  private UnaryOperator<List<String>> replacing(String there, String here) {
    return words ->
        List.of(
            words.get(0),
            words.get(1),
            words
                .get(2)
                .replace(there, here)
                .replace(WORKSPACE, root.resolve("registry").toUri().toString()));
  }

  private LoopbackExecutor executor() {
    return LoopbackExecutor.below(root.resolve("loopback"))
        .image(
            ReferenceTraining.STEPS_IMAGE,
            replacing(
                "java -jar /retrain/steps.jar",
                words(ReferenceTraining.stepsHere().toArray(String[]::new))))
        .image(
            ReferenceTraining.TRAIN_IMAGE,
            replacing("/app/train", words(ReferenceTraining.trainWords()) + " train"))
        .image(
            ReferenceTraining.EVALUATE_IMAGE,
            replacing("/app/evaluate", words(ReferenceTraining.evaluateWords()) + " evaluate"))
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
      PipelineJob job =
          job(
              new LoopbackAzure(executor),
              training.pipeline(gate),
              ExecutedDefinitionTest::withValues);

      assertThat(job.run()).as("%s", job.nodes()).isEqualTo(NodeRun.Status.COMPLETED);
      assertThat(
              ReferenceTraining.read(
                  job.folder("gate___register", "decision"),
                  job.folder("evaluate", "metrics"),
                  new FolderRegistry(root.resolve("registry"), Clock.systemUTC()),
                  executor.folders()))
          .isEqualTo(expected);
    }
  }

  @Test
  void registersNothingForATrialThatPasses() throws Exception {
    ReferenceTraining training = new ReferenceTraining(root.resolve("data"));
    try (LoopbackExecutor executor = executor()) {
      PipelineJob job =
          job(
              new LoopbackAzure(executor),
              training.pipeline(ReferenceTraining.Gate.QUICK),
              text -> withValues(text).replace("\"false\"", "\"true\""));

      assertThat(job.run()).as("%s", job.nodes()).isEqualTo(NodeRun.Status.COMPLETED);
      assertThat(job.folder("gate___register", "decision").resolve("gate.json"))
          .content()
          .contains("\"trial\"");
      assertThat(root.resolve("registry")).doesNotExist();
    }
  }
}
