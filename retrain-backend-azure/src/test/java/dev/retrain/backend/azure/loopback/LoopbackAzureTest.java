package dev.retrain.backend.azure.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackAzureTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path root;
  private LoopbackExecutor executor;
  private LoopbackAzure workspace;

  @BeforeEach
  void open() {
    executor = LoopbackExecutor.below(root).build();
    workspace = new LoopbackAzure(executor);
    workspace.put(
        "/w/environments/e/versions/1", Documents.parse("{properties: {image: any}}", "e"));
  }

  @AfterEach
  void close() {
    executor.close();
  }

  /** A component with a value, a folder and an output. */
  private void component(String name, String command, String more) {
    workspace.put(
        "/w/components/" + name + "/versions/1",
        Documents.parse(
            "{properties: {componentSpec: {type: command, command: \""
                + command.replace("\"", "\\\"")
                + "\", environment: 'azureml:/w/environments/e/versions/1', inputs: {word: {type:"
                + " string}, in: {type: uri_folder}}, outputs: {out: {type: uri_folder}}"
                + more
                + "}}}",
            name));
  }

  private static String node(String component, String from, String more) {
    return "{type: command, componentId: /w/components/"
        + component
        + "/versions/1, inputs: {word: {job_input_type: literal, value: '${{parent.inputs.w}}'},"
        + " in: {job_input_type: literal, value: '"
        + from
        + "'}}, outputs: {out: {type: literal, value: '${{parent.outputs."
        + component
        + "}}'}}"
        + more
        + "}";
  }

  private PipelineJob job(String nodes) {
    return workspace.job(
        "job-1",
        Documents.parse(
            "{properties: {jobType: Pipeline, settings: {force_rerun: true}, inputs: {w:"
                + " {jobInputType: literal, value: hello}, f: {jobInputType: uri_folder, uri:"
                + " 'azureml://d/in'}}, outputs: {a: {jobOutputType: uri_folder, uri:"
                + " 'azureml://d/a'}, b: {jobOutputType: uri_folder, uri: 'azureml://d/b'}}, jobs: {"
                + nodes
                + "}}}",
            "job"));
  }

  private static final String READS_A = "${{parent.jobs.a.outputs.out}}";
  private static final String READS_F = "${{parent.inputs.f}}";

  @Test
  void putsValuesAndFoldersIntoTheCommand() {
    component("a", "echo '${{inputs.word}}' $X > '${{outputs.out}}/x'", "");
    component(
        "b", "cat '${{inputs.in}}/x' > '${{outputs.out}}/y'; echo \"$AZUREML_ROOT_RUN_ID\"", "");
    PipelineJob job =
        job(
            "b: "
                + node("b", READS_A, "")
                + ", a: "
                + node("a", READS_F, ", environment_variables: {X: world}"));

    assertThat(job.run()).as("%s", job.nodes()).isEqualTo(NodeRun.Status.COMPLETED);
    assertThat(executor.folders().folder("azureml://d/b/y")).hasContent("hello world");
    assertThat(job.nodes().get(1).log()).containsExactly("job-1");
  }

  @Test
  void startsNothingAfterAFailure() {
    component("a", "echo why; exit 4", "");
    component("b", "exit 0", "");
    PipelineJob job = job("a: " + node("a", READS_F, "") + ", b: " + node("b", READS_A, ""));

    assertThat(job.run()).isEqualTo(NodeRun.Status.FAILED);
    assertThat(job.nodes()).extracting(NodeRun::name).containsExactly("a");
    assertThat(job.nodes().get(0).why()).contains("exit code 4");
    assertThat(job.nodes().get(0).log()).containsExactly("why");
  }

  @Test
  void killsANodeAtItsLimit() {
    component("a", "sleep 300", "");
    PipelineJob job =
        job("a: " + node("a", READS_F, ", limits: {job_limits_type: Command, timeout: PT0.1S}"));

    assertThat(job.run()).isEqualTo(NodeRun.Status.FAILED);
    assertThat(job.nodes().get(0).why()).contains("TIMED_OUT");
  }

  @Test
  void cancelsTheNodeThatRuns() throws Exception {
    Path begun = root.resolve("begun");
    component("a", "touch " + begun + "; sleep 300", "");
    component("b", "exit 0", "");
    PipelineJob job = job("a: " + node("a", READS_F, "") + ", b: " + node("b", READS_A, ""));
    Thread thread = new Thread(job::run);
    thread.start();
    Await.until("the node", PATIENCE, () -> Files.exists(begun), there -> there);

    job.cancel();
    thread.join();

    assertThat(job.nodes()).extracting(NodeRun::status).containsExactly(NodeRun.Status.CANCELED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "azureml://d/in; , retries: 2; has retries",
        "${{parent.jobs.z.outputs.out}}; ''; no node z",
        "${{parent.inputs.z}}; ''; there is no ${{parent.inputs.z}}",
        "x ${{parent.inputs.f}}; ''; mixes text and markers"
      })
  void refusesWhatItDoesNotKnowByName(String from, String more, String named) {
    component("a", "exit 0", "");
    PipelineJob job = job("a: " + node("a", from, more));

    assertThat(named(job)).contains(named);
  }

  private static String named(PipelineJob job) {
    try {
      job.run();
      return job.nodes().get(0).why();
    } catch (RefusedDefinition refused) {
      return refused.getMessage();
    }
  }

  @Test
  void refusesMarkersAndPartsOfComponentsItDoesNotKnow() {
    assertThatThrownBy(() -> component("a", "exit 0", ", distribution: {type: Mpi}"))
        .isInstanceOf(RefusedDefinition.class)
        .hasMessageContaining("has distribution");
    component("a", "echo ${{search_space.x}}", "");
    assertThat(named(job("a: " + node("a", READS_F, "")))).contains("unknown marker");
  }
}
