package dev.retrain.kfp;

import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.Inputs;
import dev.retrain.kfp.ir.KubernetesSpec;
import dev.retrain.kfp.ir.Outputs;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.PipelineSpec;
import dev.retrain.kfp.ir.TaskOutput;
import dev.retrain.kfp.ir.TaskSpec;
import java.util.HashMap;
import java.util.Map;

/** Builds a definition. */
final class SpecBuilder {

  /**
   * An artifact some task gives out. A check has no content: its readers only wait for the task.
   */
  record Produced(TaskOutput output, ArtifactKind kind) {
    ArtifactType type() {
      return SpecTypes.of(kind);
    }

    boolean hasContent() {
      return kind != ArtifactKind.CHECK;
    }
  }

  private final UniqueNames names = new UniqueNames(SpecNames::label);
  private final Map<String, String> stepTasks = new HashMap<>();
  private final Map<String, ComponentSpec> components = new HashMap<>();
  private final Map<String, Executor> executors = new HashMap<>();
  private final Map<String, KubernetesSpec.Pod> pods = new HashMap<>();
  private final Map<String, TaskSpec> tasks = new HashMap<>();
  private final Map<String, ParameterInput> parameters = new HashMap<>();
  private final Map<String, Produced> artifacts = new HashMap<>();

  /**
   * Returns a name for a task, unique in the whole definition because components are named after
   * tasks.
   */
  String name(String wanted) {
    return names.take(wanted);
  }

  /** Gives a step its task's name. */
  void step(String step) {
    stepTasks.put(step, name(step));
  }

  /** Returns the name of a step's task: its own wherever that is free. */
  String taskOf(String step) {
    return stepTasks.getOrDefault(step, step);
  }

  void component(String task, ComponentSpec component) {
    components.put(componentOf(task), component);
  }

  void executor(String task, Executor executor) {
    executors.put(executorOf(task), executor);
  }

  void pod(String task, KubernetesSpec.Pod pod) {
    pods.put(executorOf(task), pod);
  }

  /** Adds a task of the outermost graph. */
  void task(String name, TaskSpec task) {
    tasks.put(name, task);
  }

  /** Adds a parameter of the run. */
  void parameter(String name, ParameterInput input) {
    parameters.put(name, input);
  }

  void produced(String artifact, Produced by) {
    artifacts.put(artifact, by);
  }

  Produced producer(String artifact) {
    Produced produced = artifacts.get(artifact);
    if (produced == null) {
      throw new IllegalStateException("nothing writes " + artifact + "; the pipeline is not valid");
    }
    return produced;
  }

  static String componentOf(String task) {
    return "comp-" + task;
  }

  static String executorOf(String task) {
    return "exec-" + task;
  }

  PipelineSpec spec(String name, String description) {
    ComponentSpec root =
        new ComponentSpec(Inputs.of(parameters, Map.of()), Outputs.NONE, Dag.of(tasks));
    return PipelineSpec.of(name, description, components, executors, root);
  }

  KubernetesSpec kubernetes() {
    return KubernetesSpec.of(pods);
  }
}
