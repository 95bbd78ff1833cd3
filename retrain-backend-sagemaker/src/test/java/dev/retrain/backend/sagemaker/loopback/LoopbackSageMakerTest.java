package dev.retrain.backend.sagemaker.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackSageMakerTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path root;
  private LoopbackExecutor executor;
  private LoopbackSageMaker service;

  @BeforeEach
  void open() {
    executor = LoopbackExecutor.below(root).build();
    service = new LoopbackSageMaker(executor);
  }

  @AfterEach
  void close() {
    executor.close();
  }

  private static Node definition(String... steps) {
    return Documents.parse(
        "{Version: '2020-12-01', Metadata: {pipeline: p}, Parameters: [{Name: key, Type: String,"
            + " DefaultValue: k1}], Steps: ["
            + String.join(", ", steps)
            + "]}",
        "definition");
  }

  private static String processing(String name, String script, String more) {
    return ("{Name: %s, Type: Processing, Arguments: {AppSpecification: {ImageUri: any,"
            + " ContainerEntrypoint: [sh, -c, \"%s\"]}, StoppingCondition: {MaxRuntimeInSeconds:"
            + " 100}, ProcessingResources: {}, RoleArn: r, ProcessingOutputConfig: {Outputs:"
            + " [{OutputName: out, S3Output: {LocalPath: /opt/ml/processing/output/out,"
            + " S3UploadMode: EndOfJob, S3Uri: {'Std:Join': {On: '/', Values: ['s3://b', {Get:"
            + " Parameters.key}, %s]}}}}]}%s}}")
        .formatted(name, script, name, more);
  }

  private static final String READS =
      ", ProcessingInputs: [{InputName: in, S3Input: {LocalPath: /opt/ml/processing/input/in,"
          + " S3Uri: {'Std:Join': {On: '', Values: [{Get:"
          + " \"Steps.first.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri\"}, '/']}}}}]";

  @Test
  void copiesWhatAJobWritesToTheJobThatReadsIt() {
    Execution execution =
        service.execution(
            "e",
            definition(
                processing(
                    "second",
                    "cat /opt/ml/processing/input/in/x > /opt/ml/processing/output/out/y",
                    READS),
                processing("first", "echo made > /opt/ml/processing/output/out/x", "")),
            Map.of());

    assertThat(execution.run())
        .as("%s", execution.records())
        .isEqualTo(StepRecord.Status.SUCCEEDED);
    assertThat(execution.records()).extracting(StepRecord::name).containsExactly("first", "second");
    assertThat(executor.folders().folder("s3://b/k1/second/y")).hasContent("made");
  }

  @Test
  void failsWithTheExitCodeAndTheLogOfAJob() {
    Execution execution =
        service.execution("e", definition(processing("first", "echo why; exit 3", "")), Map.of());

    assertThat(execution.run()).isEqualTo(StepRecord.Status.FAILED);
    assertThat(execution.record("first").reason()).contains("AlgorithmError", "exit code 3");
    assertThat(execution.record("first").log()).containsExactly("why");
    assertThat(executor.folders().folder("s3://b/k1/first")).doesNotExist();
  }

  @Test
  void failsAJobWhoseInputIsAbsent() {
    Execution execution =
        service.execution(
            "e",
            definition(
                processing("only", "exit 0", READS.replaceAll("\\{Get:[^}]*\\}", "'s3://b/none'"))),
            Map.of());

    assertThat(execution.run()).isEqualTo(StepRecord.Status.FAILED);
    assertThat(execution.record("only").reason())
        .contains("No S3 objects found under S3 URL s3://b/none/");
  }

  @Test
  void stopsTheJobThatRuns() throws Exception {
    Path begun = root.resolve("begun");
    Execution execution =
        service.execution(
            "e",
            definition(
                processing("first", "touch " + begun + "; sleep 300", ""),
                processing("second", "exit 0", READS)),
            Map.of());
    Thread thread = new Thread(execution::run);
    thread.start();
    Await.until("the job", PATIENCE, () -> Files.exists(begun), there -> there);

    execution.stop();
    thread.join();

    assertThat(execution.records())
        .extracting(StepRecord::status)
        .containsExactly(StepRecord.Status.STOPPED);
  }

  @Test
  void takesAnEarlierResultWhereAStepIsCached() {
    String step =
        processing("first", "echo x >> " + root.resolve("runs"), "")
            .replaceFirst("Type:", "CacheConfig: {Enabled: true, ExpireAfter: P1D}, Type:");
    service.execution("e1", definition(step), Map.of()).run();

    Execution second = service.execution("e2", definition(step), Map.of());

    assertThat(second.run()).isEqualTo(StepRecord.Status.SUCCEEDED);
    assertThat(second.record("first").cacheHit()).isTrue();
    assertThat(root.resolve("runs")).hasContent("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{Type: GreaterThanOrEqualTo, LeftValue: 1, RightValue: 1.0}; true",
        "{Type: LessThan, LeftValue: 1, RightValue: 1.0}; false",
        "{Type: Equals, LeftValue: {Get: Parameters.key}, RightValue: k1}; true",
        "{Type: In, QueryValue: {Get: Parameters.key}, Values: [k0, k1]}; true",
        "{Type: Not, Condition: {Type: Equals, LeftValue: a, RightValue: a}}; false",
        "{Type: Or, Conditions: [{Type: Equals, LeftValue: a, RightValue: b}, {Type: Equals,"
            + " LeftValue: a, RightValue: a}]}; true"
      })
  void evaluatesConditions(String condition, boolean holds) {
    Execution execution =
        service.execution(
            "e",
            definition(
                "{Name: gate, Type: Condition, Arguments: {Conditions: ["
                    + condition
                    + "], IfSteps: [], ElseSteps: [{Name: shut, Type: Fail, Arguments:"
                    + " {ErrorMessage: shut}}]}}"),
            Map.of());

    assertThat(execution.run())
        .as("%s", execution.records())
        .isEqualTo(holds ? StepRecord.Status.SUCCEEDED : StepRecord.Status.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{Name: s, Type: Tuning, Arguments: {}}; unknown Type Tuning",
        "{Name: s, Type: Fail, Arguments: {ErrorMessage: {'Std:Sub': x}}}; unknown function Std:Sub",
        "{Name: s, Type: Fail, Arguments: {ErrorMessage: {Get: Parameters.z}}}; no Parameters.z",
        "{Name: s, Type: Fail, Description: x, Arguments: {ErrorMessage: x}}; has Description",
        "{Name: s, Type: Condition, Arguments: {Conditions: [{Type: Equals, LeftValue: 'true',"
            + " RightValue: true}], IfSteps: [], ElseSteps: []}}; compares text"
      })
  void refusesWhatItDoesNotKnowByName(String step, String named) {
    Execution execution = service.execution("e", definition(step), Map.of());

    assertThat(execution.run()).isEqualTo(StepRecord.Status.FAILED);
    assertThat(List.copyOf(execution.records()).get(0).reason()).contains(named);
  }

  @Test
  void refusesParametersThatDoNotFit() {
    assertThatThrownBy(() -> service.execution("e", definition(), Map.of("other", Node.of("x"))))
        .isInstanceOf(RefusedDefinition.class)
        .hasMessageContaining("[other]");
    assertThatThrownBy(() -> service.execution("e", definition(), Map.of("key", Node.of(1))))
        .isInstanceOf(RefusedDefinition.class)
        .hasMessageContaining("key of String");
  }
}
