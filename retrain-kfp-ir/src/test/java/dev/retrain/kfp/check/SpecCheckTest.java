package dev.retrain.kfp.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ArtifactSource;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Constant;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.Inputs;
import dev.retrain.kfp.ir.KubernetesSpec;
import dev.retrain.kfp.ir.Outputs;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.PipelineSpec;
import dev.retrain.kfp.ir.RetryPolicy;
import dev.retrain.kfp.ir.SpecSamples;
import dev.retrain.kfp.ir.TaskOutput;
import dev.retrain.kfp.ir.TaskSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpecCheckTest {

  @Test
  void findsNothingInASoundDefinition() {
    assertThat(SpecCheck.of(SpecSamples.spec(), SpecSamples.kubernetes())).isEmpty();
  }

  @Test
  void namesAreDnsLabels() {
    assertThat(of(renamed("Flight_Delays"))).anyMatch(f -> f.contains("lowercase"));
    assertThat(of(renamed("a".repeat(64)))).anyMatch(f -> f.contains("63"));
    assertThat(of(renamed("a".repeat(63)))).isEmpty();
  }

  @Test
  void noComponentIsNamedLikeThePipeline() {
    assertThat(of(renamed("train")))
        .containsExactly(
            "components.comp-train: is named like the pipeline, and KFP's SDK would load it alone");
  }

  @Test
  void descriptionsHaveALimit() {
    PipelineSpec spec = SpecSamples.spec();
    PipelineSpec wordy =
        new PipelineSpec(
            spec.name(), "x".repeat(1025), "", spec.components(), spec.executors(), spec.root());

    assertThat(of(wordy))
        .containsExactly(
            "pipelineInfo.description: the description has 1025 characters, over 1024");
  }

  @Test
  void findsUnknownComponentsAndUnusedOnes() {
    assertThat(tasks("train", TaskSpec.of("comp-nowhere")))
        .contains("root.tasks.train: there is no component comp-nowhere")
        .contains("components.comp-train: nothing refers to it");
  }

  @Test
  void findsUnknownExecutorsAndUnusedOnes() {
    assertThat(
            component(
                "comp-register",
                SpecSamples.executed("exec-x", SpecSamples.REGISTER.inputs(), Outputs.NONE)))
        .contains("components.comp-register: there is no executor exec-x")
        .contains("executors.exec-register: nothing refers to it");
  }

  @Test
  void findsPodsOfNoExecutor() {
    KubernetesSpec kubernetes =
        new KubernetesSpec(
            new TreeMap<>(
                Map.of("exec-y", SpecSamples.kubernetes().executors().get("exec-train"))));

    assertThat(SpecCheck.of(SpecSamples.spec(), kubernetes))
        .extracting(SpecFinding::toString)
        .containsExactly("platforms.kubernetes.exec-y: there is no such executor");
  }

  @Test
  void findsMissingInputs() {
    assertThat(tasks("train", TaskSpec.of("comp-train")))
        .contains(
            "root.tasks.train: gets no parameter run",
            "root.tasks.train: gets no artifact champion");
  }

  @Test
  void findsInputsFromNowhere() {
    TaskSpec train = SpecSamples.tasks().get("train");
    TaskSpec lost =
        train.reading(
            Map.of(
                "run", new TaskOutput("ghost", "x"), "extra", new ParameterSource.Parent("sure")),
            Map.of(
                "champion",
                new ArtifactSource.Parent("none"),
                "more",
                new TaskOutput("champion", "artifact")),
            List.of("champion", "ghost"));

    assertThat(tasks("train", lost))
        .contains(
            "root.tasks.train: waits for no task: ghost",
            "root.tasks.train: parameter run comes from nowhere: TaskOutput[task=ghost, key=x]",
            "root.tasks.train: its component has no parameter extra",
            "root.tasks.train: artifact champion comes from nowhere: Parent[name=none]",
            "root.tasks.train: its component has no artifact more");
  }

  @Test
  void findsTypesThatDoNotFit() {
    TaskSpec train = SpecSamples.tasks().get("train");
    TaskSpec wrong =
        train.reading(
            Map.of(
                "run", new ParameterSource.Fixed(new Constant.Flag(true)),
                "depth", new ParameterSource.Fixed(new Constant.Numeric(1.5))),
            train.artifacts(),
            train.after());

    assertThat(tasks("train", wrong))
        .containsExactly(
            "root.tasks.train: parameter depth is NUMBER_INTEGER but gets NUMBER_DOUBLE",
            "root.tasks.train: parameter run is STRING but gets BOOLEAN");
  }

  @Test
  void findsConstantsThatWouldBeTakenForMarkers() {
    TaskSpec train = SpecSamples.tasks().get("train");
    TaskSpec hostile =
        train.reading(
            Map.of("run", new ParameterSource.Fixed(new Constant.Text("a{{$.inputs}}"))),
            train.artifacts(),
            train.after());

    assertThat(tasks("train", hostile))
        .containsExactly("root.tasks.train: parameter run would be taken for a marker");
  }

  @Test
  void producersMustBeNamedAsPredecessors() {
    TaskSpec train = SpecSamples.tasks().get("train");

    assertThat(tasks("train", train.reading(train.parameters(), train.artifacts(), List.of())))
        .containsExactly("root.tasks.train: does not wait for its producer champion");
  }

  @Test
  void nothingMayNeedATaskThatMayBeSkipped() {
    assertThat(tasks("train", SpecSamples.tasks().get("train").onlyIf("true")))
        .containsExactly(
            "root.tasks.approved: needs train, which may be skipped, and would then never run");
  }

  @Test
  void importersHaveNoCondition() {
    assertThat(tasks("champion", SpecSamples.tasks().get("champion").onlyIf("true")))
        .contains("root.tasks.champion: an importer cannot have a condition");
  }

  @Test
  void findsConditionsThatDoNotEvaluate() {
    assertThat(
            tasks(
                "approved",
                SpecSamples.tasks().get("approved").onlyIf("inputs.parameter_values['said'] == 1")))
        .containsExactly(
            "root.tasks.approved: condition inputs.parameter_values['said'] == 1: compares STRING with INT");
  }

  @Test
  void findsCycles() {
    TaskSpec champion = SpecSamples.tasks().get("champion");

    assertThat(
            tasks(
                "champion", champion.reading(champion.parameters(), Map.of(), List.of("approved"))))
        .containsExactly("root: its tasks wait for one another");
  }

  @Test
  void findsComponentsThatContainThemselves() {
    ComponentSpec endless =
        new ComponentSpec(
            SpecSamples.APPROVED.inputs(),
            Outputs.NONE,
            Dag.of(Map.of("again", TaskSpec.of("comp-approved"))));

    assertThat(component("comp-approved", endless))
        .contains("components.comp-approved: contains itself");
  }

  @Test
  void retriesBelongToContainers() {
    RetryPolicy never = new RetryPolicy(0, Duration.ZERO, 1, Duration.ZERO);

    assertThat(tasks("approved", SpecSamples.tasks().get("approved").retrying(never)))
        .hasSize(2)
        .anyMatch(f -> f.contains("retries of a graph"))
        .anyMatch(f -> f.contains("cannot be"));
  }

  @Test
  void outputsMustBeGivenByTheGraph() {
    PipelineSpec spec = SpecSamples.spec();
    Dag dag = (Dag) spec.root().implementation();
    ComponentSpec root =
        new ComponentSpec(
            spec.root().inputs(),
            Outputs.of(Map.of("said", ParameterType.BOOLEAN), Map.of()),
            new Dag(
                dag.tasks(),
                dag.outputParameters(),
                new TreeMap<>(Map.of("model", new TaskOutput("train", "lost")))));

    assertThat(of(new PipelineSpec(spec.name(), "", "", spec.components(), spec.executors(), root)))
        .containsExactly(
            "root: declares other outputs than its graph gives out",
            "root.outputs.said: is BOOLEAN but gets STRING",
            "root.outputs.model: no task gives train.lost");
  }

  @Test
  void containersNeedACommandAndKnownNames() {
    Executor.Container lost =
        Executor.Container.of(
                "r:1",
                List.of(),
                List.of(
                    Argument.of(new Argument.ParameterValue("p")),
                    Argument.of(new Argument.InputPath("i")),
                    Argument.of(new Argument.InputUri("u")),
                    Argument.of(new Argument.OutputPath("o")),
                    Argument.of(new Argument.OutputFile("f")),
                    Argument.text("{\"IfPresent\": 1}"),
                    Argument.of(new Argument.Text("{{"), new Argument.Text("$.x}}"))))
            .with(Map.of("A-B", "x", "C", "{{$}}"), java.util.Optional.empty());

    assertThat(executor("exec-register", lost))
        .allMatch(finding -> finding.startsWith("components.comp-register: "))
        .map(finding -> finding.substring("components.comp-register: ".length()))
        .containsExactly(
            "has no command; Kubeflow never uses an image's entry point",
            "there is no input parameter p",
            "there is no input artifact i",
            "there is no input artifact u",
            "there is no output artifact o",
            "there is no output parameter f",
            "an argument would be taken for a conditional: {\"IfPresent\": 1}",
            "literal text would be taken for a marker: {{$.x}}",
            "no environment variable: A-B",
            "markers are not replaced in the environment: C");
  }

  @Test
  void theFirstWordOfACommandIsFixed() {
    assertThat(
            executor(
                "exec-register",
                Executor.Container.of(
                    " ", List.of(Argument.of(new Argument.InputPath("model"))), List.of())))
        .containsExactly(
            "components.comp-register: the first word of the command is not replaced at run time",
            "executors.exec-register: has no image");
  }

  @Test
  void importersHaveTheirOwnShape() {
    assertThat(executor("exec-champion", new Executor.Importer(ArtifactType.DATASET)))
        .containsExactly(
            "components.comp-champion: an importer needs a STRING input 'uri' and an output 'artifact' of its own type");
  }

  @Test
  void keysAndTaskNamesFollowTheConventions() {
    PipelineSpec spec =
        PipelineSpec.of(
            "p",
            "",
            Map.of("one", SpecSamples.executed("two", Inputs.NONE, Outputs.NONE)),
            Map.of("two", Executor.Container.of("i", List.of(Argument.text("c")), List.of())),
            new ComponentSpec(
                Inputs.NONE, Outputs.NONE, Dag.of(Map.of("Three_", TaskSpec.of("one")))));

    assertThat(of(spec))
        .containsExactly(
            "root.tasks.Three_: is not lowercase letters, digits and dashes",
            "components.one: must begin with comp-",
            "executors.two: must begin with exec-");
  }

  @Test
  void defaultsMustFitTheirTypes() {
    PipelineSpec spec = SpecSamples.spec();
    ComponentSpec root =
        new ComponentSpec(
            Inputs.of(
                Map.of(
                    "champion_uri", ParameterInput.required(ParameterType.STRING),
                    "n",
                        ParameterInput.withDefault(
                            ParameterType.NUMBER_INTEGER, new Constant.Numeric(0x1p53))),
                Map.of()),
            spec.root().outputs(),
            spec.root().implementation());

    assertThat(of(new PipelineSpec(spec.name(), "", "", spec.components(), spec.executors(), root)))
        .containsExactly(
            "root.n: a NUMBER_INTEGER cannot have the default Numeric[value=9.007199254740992E15]");
  }

  @Test
  void aGraphWithoutTasksIsNone() {
    PipelineSpec empty =
        PipelineSpec.of(
            "p",
            "",
            Map.of(),
            Map.of(),
            new ComponentSpec(Inputs.NONE, Outputs.NONE, Dag.of(Map.of())));

    assertThat(of(empty)).containsExactly("root: has no task");
  }

  private static PipelineSpec renamed(String name) {
    PipelineSpec spec = SpecSamples.spec();
    return new PipelineSpec(name, "", "", spec.components(), spec.executors(), spec.root());
  }

  private static List<String> tasks(String name, TaskSpec task) {
    Map<String, TaskSpec> tasks = new HashMap<>(SpecSamples.tasks());
    tasks.put(name, task);
    return of(SpecSamples.spec(SpecSamples.components(), tasks));
  }

  private static List<String> component(String key, ComponentSpec component) {
    Map<String, ComponentSpec> components = new HashMap<>(SpecSamples.components());
    components.put(key, component);
    return of(SpecSamples.spec(components, SpecSamples.tasks()));
  }

  private static List<String> executor(String key, Executor executor) {
    PipelineSpec spec = SpecSamples.spec();
    Map<String, Executor> executors = new HashMap<>(spec.executors());
    executors.put(key, executor);
    return of(PipelineSpec.of(spec.name(), "", spec.components(), executors, spec.root()));
  }

  private static List<String> of(PipelineSpec spec) {
    return SpecCheck.of(spec, KubernetesSpec.NONE).stream().map(SpecFinding::toString).toList();
  }
}
