package dev.retrain.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ArtifactSource;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.RunFact;
import dev.retrain.kfp.ir.TaskOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns the gate into two standard steps: {@code gate} judges the metrics and returns true or
 * false, and {@code register} stands alone in a graph of its own that is entered only on true. So
 * no model is registered where the gate returned false, failed, or wrote no verdict, nor by a
 * trial, for which a gate that passes returns {@code trial}.
 */
final class GateTasks {

  /**
   * The verdict's name. KFP's local runner resolves a condition only over an output of this name,
   * and only as text; so does every server.
   */
  private static final String VERDICT = "Output";

  /** The artifact with the reason of the verdict. */
  private static final String DECISION = "decision";

  private final SpecBuilder definition;
  private final RootParameters parameters;
  private final RunLocation place;
  private final StandardTasks standard;

  GateTasks(
      SpecBuilder definition,
      RootParameters parameters,
      RunLocation place,
      StandardTasks standard) {
    this.definition = definition;
    this.parameters = parameters;
    this.place = place;
    this.standard = standard;
  }

  /** Adds the gate and the tasks it guards, and returns their names. */
  List<String> add(Pipeline pipeline, Gate gate) {
    Node.Mapping document =
        (Node.Mapping) ((Node.Mapping) pipeline.toNode()).get("gate").orElseThrow();
    TaskDraft judge = new TaskDraft(definition.name("gate"));
    judge(judge, gate, document);
    TaskDraft approved = new TaskDraft(definition.name("approved"));
    TaskDraft register = new TaskDraft(definition.name("register"));
    Argument.ParameterValue verdict =
        approved.parameter(
            "pipelinechannel--" + judge.name() + "-" + VERDICT,
            ParameterType.STRING,
            new TaskOutput(judge.name(), VERDICT));
    register(approved, register, pipeline, document);
    Dag dag = Dag.of(Map.of(register.name(), register.task()));
    definition.component(approved.name(), approved.component(dag));
    definition.task(
        approved.name(),
        approved.task().onlyIf("inputs.parameter_values['" + verdict.input() + "'] == 'true'"));
    return List.of(judge.name(), approved.name(), register.name());
  }

  private void judge(TaskDraft draft, Gate gate, Node.Mapping document) {
    StandardStepCall call = new StandardStepCall("gate");
    call.option("condition", json(document, "conditions"));
    call.option(
        "decision", new Argument.OutputPath(draft.gives(DECISION, ArtifactType.ARTIFACT).key()));
    call.option("verdict-file", draft.gives(VERDICT, ParameterType.STRING));
    for (Artifact<?> artifact : gate.artifacts()) {
      String name = artifact.name();
      SpecBuilder.Produced metrics = definition.producer(name);
      call.reads(
          name, ArtifactKind.METRICS, draft.artifact(name, metrics.type(), metrics.output()));
    }
    // After the artifacts: a parameter gives way to an artifact of its name.
    call.option(Parameter.SAMPLE, parameters.into(draft, Parameter.SAMPLE));
    call.option("trial", parameters.into(draft, Parameter.TRIAL));
    standard.add(draft, call);
    definition.task(draft.name(), draft.task());
  }

  private void register(
      TaskDraft approved, TaskDraft register, Pipeline pipeline, Node.Mapping document) {
    Gate gate = pipeline.gate().orElseThrow();
    String modelName = gate.registration().model().name();
    String model = handDown(approved, register, modelName);
    String metrics = handDown(approved, register, gate.metrics().name());
    Optional<String> profile =
        pipeline.profile().map(artifact -> handDown(approved, register, artifact.name()));
    Argument.ParameterValue outer = parameters.into(approved, Parameter.RUN_KEY);
    StandardStepCall call = new StandardStepCall("register");
    call.option("model-name", gate.registration().modelName());
    call.option("registry", place.registry());
    call.option("tags", tags(pipeline));
    call.option(
        "run-key",
        register.parameter(
            Parameter.RUN_KEY, ParameterType.STRING, new ParameterSource.Parent(outer.input())));
    call.option("run-id", register.parameter("run_id", ParameterType.STRING, RunFact.RUN_ID));
    call.option("model-uri", new Argument.InputUri(model));
    profile.ifPresent(key -> call.option("profile-uri", new Argument.InputUri(key)));
    if (gate.registration().serving().isPresent()) {
      call.option(
          "serving", json((Node.Mapping) document.get("register").orElseThrow(), "servedBy"));
    }
    call.reads(modelName, ArtifactKind.MODEL, model);
    call.reads(gate.metrics().name(), ArtifactKind.METRICS, metrics);
    standard.add(register, call);
  }

  /** An inner graph sees only the inputs of its component. */
  private String handDown(TaskDraft outer, TaskDraft inner, String artifact) {
    SpecBuilder.Produced by = definition.producer(artifact);
    String channel =
        outer.artifact(
            "pipelinechannel--" + by.output().task() + "-" + by.output().key(),
            by.type(),
            by.output());
    return inner.artifact(artifact, by.type(), new ArtifactSource.Parent(channel));
  }

  private static String tags(Pipeline pipeline) {
    Map<String, Node> tags = new TreeMap<>();
    pipeline.tags().forEach((key, value) -> tags.put(key, Node.of(value)));
    return Documents.canonicalJson(Node.of(tags));
  }

  private static String json(Node.Mapping document, String key) {
    return Documents.canonicalJson(document.get(key).orElseThrow());
  }
}
