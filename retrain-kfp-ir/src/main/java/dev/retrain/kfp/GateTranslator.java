package dev.retrain.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ArtifactSource;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.RunFact;
import dev.retrain.kfp.ir.TaskOutput;
import java.util.List;
import java.util.Map;

/**
 * Turns the gate into two standard steps: {@code gate} judges the metrics and says true or false,
 * and {@code register} stands alone in a graph of its own that is entered only on true. So no model
 * is registered where the gate said no, failed, or said nothing.
 */
final class GateTranslator {

  /**
   * The verdict's name. KFP's local runner resolves a condition only over an output of this name,
   * and only as text; so does every server.
   */
  private static final String VERDICT = "Output";

  private final Definition definition;
  private final RunParameters parameters;
  private final Place place;
  private final StandardTasks standard;

  GateTranslator(
      Definition definition, RunParameters parameters, Place place, StandardTasks standard) {
    this.definition = definition;
    this.parameters = parameters;
    this.place = place;
    this.standard = standard;
  }

  /** Adds the gate and what it guards; says which tasks they became. */
  List<String> add(Pipeline pipeline, Gate gate) {
    String json = json(pipeline);
    TaskDraft judge = new TaskDraft(definition.name("gate"));
    judge(judge, gate, json);
    TaskDraft approved = new TaskDraft(definition.name("approved"));
    TaskDraft register = new TaskDraft(definition.name("register"));
    Argument.ParameterValue said =
        approved.parameter(
            "pipelinechannel--" + judge.name() + "-" + VERDICT,
            ParameterType.STRING,
            new TaskOutput(judge.name(), VERDICT));
    register(approved, register, gate, json);
    Dag dag = Dag.of(Map.of(register.name(), register.task()));
    definition.component(approved.name(), approved.component(dag));
    definition.task(
        approved.name(),
        approved.task().onlyIf("inputs.parameter_values['" + said.input() + "'] == 'true'"));
    return List.of(judge.name(), approved.name(), register.name());
  }

  private void judge(TaskDraft draft, Gate gate, String json) {
    String name = gate.metrics().name();
    Definition.Produced metrics = definition.producer(name);
    StandardCall call = new StandardCall("gate");
    call.option("gate_json", json);
    call.option("approved_file", draft.gives(VERDICT, ParameterType.STRING));
    call.reads(name, ArtifactKind.METRICS, draft.artifact(name, metrics.type(), metrics.output()));
    standard.add(draft, call);
    definition.task(draft.name(), draft.task());
  }

  private void register(TaskDraft approved, TaskDraft register, Gate gate, String json) {
    String modelName = gate.registration().model().name();
    String model = handDown(approved, register, modelName);
    String metrics = handDown(approved, register, gate.metrics().name());
    Argument.ParameterValue outer = parameters.into(approved, Parameter.RUN_KEY);
    Argument.ParameterValue runKey =
        register.parameter(
            Parameter.RUN_KEY, ParameterType.STRING, new ParameterSource.Parent(outer.input()));
    StandardCall call = new StandardCall("register");
    call.option("gate_json", json);
    call.option("registry_uri", place.registry());
    call.option("model_uri", new Argument.InputUri(model));
    call.option("run_id", register.parameter("run_id", ParameterType.STRING, RunFact.RUN_ID));
    call.reads(modelName, ArtifactKind.MODEL, model);
    call.reads(gate.metrics().name(), ArtifactKind.METRICS, metrics);
    call.takes(Parameter.RUN_KEY, runKey);
    standard.add(register, call);
  }

  /** An inner graph sees only the inputs of its component. */
  private String handDown(TaskDraft outer, TaskDraft inner, String artifact) {
    Definition.Produced by = definition.producer(artifact);
    String channel =
        outer.artifact(
            "pipelinechannel--" + by.output().task() + "-" + by.output().key(),
            by.type(),
            by.output());
    return inner.artifact(artifact, by.type(), new ArtifactSource.Parent(channel));
  }

  private static String json(Pipeline pipeline) {
    Node.Mapping whole = (Node.Mapping) pipeline.toNode();
    return Documents.canonicalJson(whole.get("gate").orElseThrow());
  }
}
