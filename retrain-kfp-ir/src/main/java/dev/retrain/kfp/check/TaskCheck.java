package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.ArtifactSource;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Constant;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.RetryPolicy;
import dev.retrain.kfp.ir.TaskOutput;
import dev.retrain.kfp.ir.TaskSpec;
import java.util.Map;
import java.util.TreeMap;

/** Checks one task against the component it uses and the graph it stands in. */
final class TaskCheck {

  private final DagLookup graph;
  private final TaskSpec task;
  private final ComponentSpec component;
  private final String where;
  private final SpecFindings findings;

  TaskCheck(
      DagLookup graph,
      TaskSpec task,
      ComponentSpec component,
      String where,
      SpecFindings findings) {
    this.graph = graph;
    this.task = task;
    this.component = component;
    this.where = where;
    this.findings = findings;
  }

  void check() {
    for (String before : task.after()) {
      findings.require(
          graph.dag().tasks().containsKey(before), where, "waits for no task: " + before);
    }
    component.inputs().parameters().forEach(this::given);
    component.inputs().artifacts().keySet().forEach(this::given);
    task.parameters().forEach(this::parameter);
    task.artifacts().forEach(this::artifact);
    task.condition().ifPresent(this::condition);
    task.retries().ifPresent(this::retries);
  }

  private void given(String name, ParameterInput input) {
    findings.require(
        input.isOptional() || task.parameters().containsKey(name),
        where,
        "gets no parameter " + name);
  }

  private void given(String artifact) {
    findings.require(task.artifacts().containsKey(artifact), where, "gets no artifact " + artifact);
  }

  private void parameter(String name, ParameterSource source) {
    ParameterInput input = component.inputs().parameters().get(name);
    ParameterType type = graph.typeOf(source);
    if (type == null) {
      findings.add(where, "parameter " + name + " comes from nowhere: " + source);
    } else if (input == null) {
      findings.add(where, "its component has no parameter " + name);
    } else {
      findings.require(
          ParameterTypes.accepts(input.type(), type),
          where,
          "parameter " + name + " is " + input.type() + " but gets " + type);
    }
    if (source instanceof TaskOutput output) {
      producer(output);
    } else if (source instanceof ParameterSource.Fixed fixed
        && fixed.value() instanceof Constant.Text text) {
      findings.require(
          !text.value().contains("{{$"),
          where,
          "parameter " + name + " would be taken for a marker");
    }
  }

  private void artifact(String name, ArtifactSource source) {
    ArtifactType input = component.inputs().artifacts().get(name);
    ArtifactType type = graph.typeOf(source);
    if (type == null) {
      findings.add(where, "artifact " + name + " comes from nowhere: " + source);
    } else if (input == null) {
      findings.add(where, "its component has no artifact " + name);
    } else {
      findings.require(
          input == type || input == ArtifactType.ARTIFACT,
          where,
          "artifact " + name + " is " + input + " but gets " + type);
    }
    if (source instanceof TaskOutput output) {
      producer(output);
    }
  }

  /** The server would add the edge itself, KFP's local runner would not. */
  private void producer(TaskOutput output) {
    findings.require(
        task.after().contains(output.task()),
        where,
        "does not wait for its producer " + output.task());
    TaskSpec producer = graph.dag().tasks().get(output.task());
    findings.require(
        producer == null || producer.condition().isEmpty(),
        where,
        "needs " + output.task() + ", which may be skipped, and would then never run");
  }

  private void condition(String expression) {
    findings.require(!isImporter(), where, "an importer cannot have a condition");
    Map<String, ParameterType> types = new TreeMap<>();
    task.parameters()
        .keySet()
        .forEach(
            name -> {
              ParameterInput input = component.inputs().parameters().get(name);
              if (input != null) {
                types.put(name, input.type());
              }
            });
    TriggerCondition.problem(expression, types).ifPresent(problem -> findings.add(where, problem));
  }

  private boolean isImporter() {
    return component.implementation() instanceof ComponentSpec.ExecutorLabel label
        && graph.spec().executors().get(label.label()) instanceof Executor.Importer;
  }

  private void retries(RetryPolicy policy) {
    findings.require(
        component.implementation() instanceof ComponentSpec.ExecutorLabel,
        where,
        "retries of a graph are not reliable; put them on its tasks");
    findings.require(
        policy.maxRetries() > 0 && policy.factor() >= 1 && !policy.backoff().isNegative(),
        where,
        "has a retry policy that cannot be: " + policy);
  }
}
