package dev.retrain.testkit.kfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.SettableClock;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IrInterpreterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path root;
  private LoopbackExecutor executor;
  private IrInterpreter interpreter;

  @BeforeEach
  void open() {
    executor = LoopbackExecutor.below(root).build();
    interpreter =
        new IrInterpreter(
            executor,
            SettableClock.at(Instant.parse("2001-02-03T04:05:06Z")),
            Map.of("db", Map.of("password", "hidden")));
  }

  @AfterEach
  void close() {
    executor.close();
  }

  /** A container with one output parameter, fed by a shell script. */
  private static String executor(String name, String script, String... arguments) {
    String words =
        List.of(arguments).stream()
            .map(word -> ", \"" + word.replace("\"", "\\\"") + "\"")
            .collect(Collectors.joining());
    return "exec-%s: {container: {image: any, command: [sh, -c, \"%s\", s%s]}}"
        .formatted(name, script.replace("\"", "\\\""), words);
  }

  private static String definition(String components, String executors, String root) {
    return """
        schemaVersion: 2.1.0
        sdkVersion: kfp-2.14.3
        pipelineInfo: {name: test}
        defaultPipelineRoot: s3://bucket/root
        components: {%s}
        deploymentSpec: {executors: {%s}}
        root: %s
        """
        .formatted(components, executors, root);
  }

  private IrRun run(String definition, Map<String, Node> parameters) {
    return interpreter.start(
        IrRequest.of(IrDefinition.ofFile(definition), "run-1", "name", parameters));
  }

  private IrRun ended(String definition) {
    IrRun run = run(definition, Map.of());
    run.await(PATIENCE);
    return run;
  }

  private static IrTaskState state(IrRun run, String task) {
    return run.task(task).orElseThrow().state();
  }

  private static final String OUTPUT = "{{$.outputs.parameters['Output'].output_file}}";

  /** One task that writes an output parameter of a type. */
  private static String single(String script, String type, String more) {
    return definition(
        "comp-a: {executorLabel: exec-a, outputDefinitions: {parameters: {Output: {parameterType: "
            + type
            + "}}}}",
        executor("a", script, OUTPUT),
        "{dag: {tasks: {a: {componentRef: {name: comp-a}" + more + "}}}}");
  }

  /** A task that gives a value, and a graph that is entered on a condition. */
  private static String gated(String value, String condition) {
    return definition(
        "comp-a: {executorLabel: exec-a, outputDefinitions: {parameters: {Output: {parameterType: STRING}}}},"
            + " comp-b: {executorLabel: exec-b},"
            + " comp-inner: {inputDefinitions: {parameters: {v: {parameterType: STRING}}},"
            + " dag: {tasks: {b: {componentRef: {name: comp-b}}}}},"
            + " comp-c: {executorLabel: exec-b}",
        executor("a", "printf " + value + " > \"$1\"", OUTPUT) + ", " + executor("b", "exit 0"),
        "{dag: {tasks: {a: {componentRef: {name: comp-a}},"
            + " inner: {componentRef: {name: comp-inner}, dependentTasks: [a],"
            + " inputs: {parameters: {v: {taskOutputParameter: {producerTask: a, outputParameterKey: Output}}}},"
            + " triggerPolicy: {condition: \""
            + condition
            + "\"}},"
            + " after: {componentRef: {name: comp-c}, dependentTasks: [inner]}}}}");
  }

  @Test
  void entersAGraphWhoseConditionHolds() {
    IrRun run = ended(gated("yes", "inputs.parameter_values['v'] == 'yes'"));

    assertThat(run.state()).isEqualTo(IrRunState.SUCCEEDED);
    assertThat(run.tasks())
        .extracting(IrTaskRun::path)
        .containsExactly("a", "after", "inner", "inner.b");
    assertThat(run.tasks()).extracting(IrTaskRun::state).containsOnly(IrTaskState.SUCCEEDED);
  }

  @Test
  void doesNotTriggerAGraphWhoseConditionIsFalseNorWhatWaitsForIt() {
    IrRun run = ended(gated("no", "inputs.parameter_values['v'] == 'yes'"));

    assertThat(run.state()).isEqualTo(IrRunState.SUCCEEDED);
    assertThat(state(run, "inner")).isEqualTo(IrTaskState.NOT_TRIGGERED);
    assertThat(state(run, "after")).isEqualTo(IrTaskState.NOT_TRIGGERED);
    assertThat(run.task("inner.b")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "inputs.parameter_values['n'] >= 0.5 && !(inputs.parameter_values['n'] > 2.0); true",
        "int(inputs.parameter_values['n']) == 1 || false; true",
        "inputs.parameter_values['n'] == double(1); true",
        "inputs.parameter_values['b'] != true; false",
        "inputs.parameter_values['s'] == 'it\\'s'; true",
        "inputs.parameter_values['n'] < -1.5; false"
      })
  void evaluatesConditions(String text, boolean holds) {
    Map<String, Node> inputs = Map.of("n", Node.of(1.0), "b", Node.of(true), "s", Node.of("it's"));

    assertThat(new Condition(text).holds(inputs)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inputs.parameter_values['n'] == 1 | compares",
        "inputs.parameter_values['x'] == 1.0 | no input x",
        "inputs.parameter_values['n'] | not true or false",
        "size('a') == 1 | unknown at position 0",
        "true true | unknown at position 4"
      })
  void refusesConditionsThatNoServiceEvaluates(String text, String why) {
    assertThatThrownBy(() -> new Condition(text).holds(Map.of("n", Node.of(1.0))))
        .isInstanceOf(RefusedDefinition.class)
        .hasMessageContaining(why);
  }

  @Test
  void handsOverValuesAsContainersGetThem() {
    IrRun run =
        run(
            definition(
                "comp-a: {executorLabel: exec-a, inputDefinitions: {parameters: {n: {parameterType:"
                    + " NUMBER_DOUBLE}, b: {parameterType: BOOLEAN}, id: {parameterType: STRING},"
                    + " list: {parameterType: LIST, defaultValue: [1, a]}}},"
                    + " outputDefinitions: {parameters: {Output: {parameterType: STRING}}}}",
                executor(
                    "a",
                    "printf '%s|' \"$2\" \"$3\" \"$4\" \"$5\" > \"$1\"",
                    OUTPUT,
                    "n={{$.inputs.parameters['n']}}",
                    "{{$.inputs.parameters['b']}}",
                    "{{$.inputs.parameters['id']}}",
                    "{{$.inputs.parameters['list']}}"),
                "{inputDefinitions: {parameters: {n: {parameterType: NUMBER_DOUBLE}}}, dag: {tasks:"
                    + " {a: {componentRef: {name: comp-a}, inputs: {parameters: {n:"
                    + " {componentInputParameter: n}, b: {runtimeValue: {constant: true}}, id:"
                    + " {runtimeValue: {constant: \"{{$.pipeline_job_uuid}}\"}}}}}}}}"),
            Map.of("n", Node.of(1000000.0)));
    run.await(PATIENCE);

    assertThat(run.task("a").orElseThrow().parameters())
        .containsEntry("Output", Node.of("n=1000000|true|run-1|[1,\"a\"]|"));
  }

  @Test
  void keepsATextVerbatimAndReadsANumberWithoutBlanks() {
    assertThat(
            ended(single("echo ' x' > \"$1\"", "STRING", "")).task("a").orElseThrow().parameters())
        .containsEntry("Output", Node.of(" x\n"));
    assertThat(
            ended(single("echo ' 2.50' > \"$1\"", "NUMBER_DOUBLE", ""))
                .task("a")
                .orElseThrow()
                .parameters())
        .containsEntry("Output", Node.of(2.5));
  }

  @Test
  void failsATaskThatWritesNoOutputParameter() {
    IrRun run = ended(single("exit 0", "STRING", ""));

    assertThat(run.state()).isEqualTo(IrRunState.FAILED);
    assertThat(run.task("a").orElseThrow().error()).contains("no output parameter Output");
  }

  @Test
  void retriesAsOftenAsThePolicyAllows() {
    IrRun run =
        ended(
            single(
                "echo x >> "
                    + root.resolve("tries")
                    + "; [ $(wc -l < "
                    + root.resolve("tries")
                    + ") -gt 2 ] && echo ok > \"$1\"",
                "STRING",
                ", retryPolicy: {maxRetryCount: 2, backoffDuration: 30s}"));

    assertThat(run.state()).isEqualTo(IrRunState.SUCCEEDED);
    assertThat(run.task("a").orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  void goesOnFromTheFailedTaskOnRetry() {
    Path flag = root.resolve("flag");
    IrRun run =
        ended(
            definition(
                "comp-a: {executorLabel: exec-a}, comp-b: {executorLabel: exec-b}",
                executor("a", "echo x >> " + root.resolve("first"))
                    + ", "
                    + executor("b", "[ -e " + flag + " ] || { touch " + flag + "; exit 3; }"),
                "{dag: {tasks: {a: {componentRef: {name: comp-a}}, b: {componentRef: {name:"
                    + " comp-b}, dependentTasks: [a]}}}}"));
    assertThat(run.state()).isEqualTo(IrRunState.FAILED);
    assertThat(run.task("b").orElseThrow().error()).contains("exited with code 3");

    run.retry();

    assertThat(run.await(PATIENCE)).isEqualTo(IrRunState.SUCCEEDED);
    assertThat(root.resolve("first")).hasContent("x");
  }

  @Test
  void takesAFormerResultOfTheSameInputsWhereATaskIsCached() {
    String definition =
        single(
            "echo x >> " + root.resolve("runs") + "; echo 1 > \"$1\"",
            "NUMBER_INTEGER",
            ", cachingOptions: {enableCache: true}");
    ended(definition);

    IrRun second = ended(definition);

    assertThat(second.task("a").orElseThrow().state()).isEqualTo(IrTaskState.CACHED);
    assertThat(second.task("a").orElseThrow().parameters()).containsEntry("Output", Node.of(1));
    assertThat(root.resolve("runs")).hasContent("x");
  }

  /** A task that hangs beside one that fails, and an exit task that gets the status of the body. */
  private static String withExit(String failing) {
    return definition(
        "comp-body: {dag: {tasks: {bad: {componentRef: {name: comp-bad}}}}},"
            + " comp-bad: {executorLabel: exec-bad},"
            + " comp-exit: {executorLabel: exec-exit, inputDefinitions: {parameters: {status:"
            + " {parameterType: TASK_FINAL_STATUS, isOptional: true}}},"
            + " outputDefinitions: {parameters: {Output: {parameterType: STRING}}}}",
        executor("bad", failing)
            + ", "
            + executor(
                "exit", "printf %s \"$2\" > \"$1\"", OUTPUT, "{{$.inputs.parameters['status']}}"),
        "{dag: {tasks: {body: {componentRef: {name: comp-body}}, exit: {componentRef: {name:"
            + " comp-exit}, dependentTasks: [body], inputs: {parameters: {status:"
            + " {taskFinalStatus: {producerTask: body}}}}, triggerPolicy: {strategy:"
            + " ALL_UPSTREAM_TASKS_COMPLETED}}}}}");
  }

  @Test
  void runsAnExitTaskAfterAFailureWithItsStatus() {
    IrRun run = ended(withExit("exit 9"));

    assertThat(run.state()).isEqualTo(IrRunState.FAILED);
    assertThat(run.task("exit").orElseThrow().parameters().get("Output").toString())
        .contains("FAILED", "pipelineTaskName", "body.bad failed");
  }

  @Test
  void cancelsWhatRunsAndWhatWaits() {
    IrRun run =
        run(
            definition(
                "comp-a: {executorLabel: exec-a}, comp-b: {executorLabel: exec-a}",
                executor("a", "touch " + root.resolve("begun") + "; sleep 300"),
                "{dag: {tasks: {a: {componentRef: {name: comp-a}}, b: {componentRef: {name:"
                    + " comp-b}, dependentTasks: [a]}}}}"),
            Map.of());
    Await.until("the task", PATIENCE, () -> Files.exists(root.resolve("begun")), begun -> begun);

    run.cancel();

    assertThat(run.await(PATIENCE)).isEqualTo(IrRunState.CANCELLED);
    assertThat(run.tasks()).extracting(IrTaskRun::state).containsOnly(IrTaskState.CANCELLED);
  }

  @Test
  void stopsEverythingAtTheFirstFailureOnRequest() {
    IrDefinition definition =
        IrDefinition.ofFile(
            definition(
                "comp-a: {executorLabel: exec-a}, comp-b: {executorLabel: exec-b}",
                executor("a", "touch " + root.resolve("begun") + "; sleep 300")
                    + ", "
                    + executor(
                        "b", "while [ ! -e " + root.resolve("begun") + " ]; do :; done; exit 1"),
                "{dag: {tasks: {a: {componentRef: {name: comp-a}}, b: {componentRef: {name:"
                    + " comp-b}}}}}"));

    IrRun run =
        interpreter.start(
            new IrRequest(definition, "r", "n", "p/r", "gs://b/root", Map.of(), true));

    assertThat(run.await(PATIENCE)).isEqualTo(IrRunState.FAILED);
    assertThat(state(run, "a")).isEqualTo(IrTaskState.CANCELLED);
  }

  @Test
  void importsAnArtifactAndKeepsWhatAContainerNotes() {
    IrRun run =
        ended(
            definition(
                "comp-i: {executorLabel: exec-i, inputDefinitions: {parameters: {uri:"
                    + " {parameterType: STRING}}}, outputDefinitions: {artifacts: {artifact:"
                    + " {artifactType: {schemaTitle: system.Model}}}}},"
                    + " comp-a: {executorLabel: exec-a, inputDefinitions: {artifacts: {m:"
                    + " {artifactType: {schemaTitle: system.Model}}}}, outputDefinitions:"
                    + " {artifacts: {o: {artifactType: {schemaTitle: system.Metrics}}}}}",
                "exec-i: {importer: {artifactUri: {runtimeParameter: uri}, typeSchema:"
                    + " {schemaTitle: system.Model}}}, "
                    + executor(
                        "a",
                        "echo \"$1\" > \"$2\"; f=$(printf %s \"$3\" | sed"
                            + " 's/.*outputFile.:.\\\\([^,]*output_metadata.json\\\\).*/\\\\1/'); printf %s"
                            + " '{\"artifacts\": {\"o\": {\"artifacts\": [{\"metadata\":"
                            + " {\"auc\": 0.5}}]}}}' > \"$f\"",
                        "{{$.inputs.artifacts['m'].uri}}",
                        "{{$.outputs.artifacts['o'].path}}",
                        "{{$}}"),
                "{dag: {tasks: {i: {componentRef: {name: comp-i}, inputs: {parameters: {uri:"
                    + " {runtimeValue: {constant: 's3://other/model'}}}}}, a: {componentRef: {name:"
                    + " comp-a}, inputs: {artifacts: {m: {taskOutputArtifact: {producerTask: i,"
                    + " outputArtifactKey: artifact}}}}}}}}"));

    assertThat(run.state()).as("%s", run.tasks()).isEqualTo(IrRunState.SUCCEEDED);
    IrArtifact made = run.task("a").orElseThrow().artifacts().get("o");
    assertThat(made.metadata()).containsEntry("auc", Node.of(0.5));
    assertThat(made.uri()).isEqualTo("s3://bucket/root/test/run-1/a/o");
    assertThat(executor.folders().folder(made.uri())).hasContent("s3://other/model");
  }

  @Test
  void givesSecretsAndDeadlinesOfThePlatform() {
    String definition =
        single("printf %s \"$PASS\" > \"$1\"; sleep 300", "STRING", "")
            + "---\nplatforms: {kubernetes: {deploymentSpec: {executors: {exec-a: {secretAsEnv:"
            + " [{secretName: db, keyToEnv: [{secretKey: password, envVar: PASS}]}],"
            + " activeDeadlineSeconds: '1'}}}}}\n";

    IrRun run = ended(definition);

    assertThat(run.task("a").orElseThrow().error()).contains("TIMED_OUT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", parameterIterator: {itemInput: x} | parameterIterator",
        ", iteratorPolicy: {parallelismLimit: 2} | iteratorPolicy",
        ", triggerPolicy: {strategy: SOME} | strategy SOME",
        ", inputs: {parameters: {zz: {runtimeValue: {constant: 1}}}} | gives zz",
        ", inputs: {parameters: {zz: {runtimeValue: {runtimeParameter: y}}}} | constant",
        ", dependentTasks: [zz] | waits for zz",
        ", dependentTasks: [a] | wait for one another"
      })
  void refusesWhatItDoesNotKnowByName(String more, String named) {
    assertThatThrownBy(() -> IrDefinition.ofFile(single("exit 0", "STRING", more)))
        .isInstanceOf(RefusedDefinition.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{$.inputs.parameters['zz']}} | does not declare",
        "{{$.pipeline_job_uuid}} | no launcher replaces",
        "{{$.outputs.artifacts['o'].metadata['x']}} | no launcher replaces",
        "{\"Concat\": []} | conditional argument"
      })
  void refusesMarkersThatNoLauncherReplaces(String marker, String why) {
    String definition =
        definition(
            "comp-a: {executorLabel: exec-a}",
            "exec-a: {container: {image: any, command: [echo], args: ['"
                + marker.replace("'", "''")
                + "']}}",
            "{dag: {tasks: {a: {componentRef: {name: comp-a}}}}}");

    assertThatThrownBy(() -> IrDefinition.ofFile(definition))
        .isInstanceOf(RefusedDefinition.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesParametersThatDoNotFit() {
    IrDefinition definition =
        IrDefinition.ofFile(
            definition(
                "comp-a: {executorLabel: exec-a}",
                executor("a", "exit 0"),
                "{inputDefinitions: {parameters: {n: {parameterType: NUMBER_INTEGER}}}, dag:"
                    + " {tasks: {a: {componentRef: {name: comp-a}}}}}"));

    assertThatThrownBy(() -> IrRequest.of(definition, "r", "n", Map.of()))
        .hasMessageContaining("n has no value");
    assertThatThrownBy(() -> IrRequest.of(definition, "r", "n", Map.of("n", Node.of(1.5))))
        .hasMessageContaining("not NUMBER_INTEGER");
    assertThatThrownBy(() -> IrRequest.of(definition, "r", "n", Map.of("m", Node.of(1))))
        .hasMessageContaining("no parameter m");
  }
}
