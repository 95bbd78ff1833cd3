package dev.retrain.kfp;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ArtifactSource;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Inputs;
import dev.retrain.kfp.ir.Outputs;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.TaskOutput;
import dev.retrain.kfp.ir.TaskSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Builds one task: each input and output is added where it is used, and the marker that stands for
 * it is returned.
 */
final class TaskDraft {

  private final String name;
  private final Map<String, ParameterInput> parameters = new HashMap<>();
  private final Map<String, ParameterSource> parameterSources = new HashMap<>();
  private final Map<String, ArtifactType> artifacts = new HashMap<>();
  private final Map<String, ArtifactSource> artifactSources = new HashMap<>();
  private final Map<String, ParameterType> outputParameters = new HashMap<>();
  private final Map<String, ArtifactType> outputArtifacts = new HashMap<>();
  private final Set<String> after = new TreeSet<>();

  TaskDraft(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /**
   * Takes a parameter in.
   *
   * @param wanted its name; KFP's local runner keeps parameters and artifacts in one map, so an
   *     artifact's name is avoided
   */
  Argument.ParameterValue parameter(String wanted, ParameterType type, ParameterSource source) {
    String key = SpecNames.key(artifacts.containsKey(wanted) ? wanted + "-parameter" : wanted);
    parameters.put(key, ParameterInput.required(type));
    parameterSources.put(key, source);
    waitFor(source instanceof TaskOutput output ? output : null);
    return new Argument.ParameterValue(key);
  }

  /** Takes an artifact in and returns its key. */
  String artifact(String wanted, ArtifactType type, ArtifactSource source) {
    String key = SpecNames.key(wanted);
    artifacts.put(key, type);
    artifactSources.put(key, source);
    waitFor(source instanceof TaskOutput output ? output : null);
    return key;
  }

  /** Gives an artifact out; a check is given by the task's end alone. */
  SpecBuilder.Produced gives(Artifact<?> artifact) {
    SpecBuilder.Produced produced =
        new SpecBuilder.Produced(
            new TaskOutput(name, SpecNames.key(artifact.name())), artifact.kind());
    if (produced.hasContent()) {
      outputArtifacts.put(produced.output().key(), produced.type());
    }
    return produced;
  }

  /** Gives an artifact out under a name of the specification's own. */
  TaskOutput gives(String key, ArtifactType type) {
    outputArtifacts.put(key, type);
    return new TaskOutput(name, key);
  }

  /** Gives a parameter out. */
  Argument.OutputFile gives(String key, ParameterType type) {
    outputParameters.put(key, type);
    return new Argument.OutputFile(key);
  }

  /** Orders the task behind another without taking anything from it. */
  void after(String task) {
    after.add(task);
  }

  ComponentSpec component(ComponentSpec.Implementation implementation) {
    return new ComponentSpec(
        Inputs.of(parameters, artifacts),
        Outputs.of(outputParameters, outputArtifacts),
        implementation);
  }

  ComponentSpec component() {
    return component(new ComponentSpec.ExecutorLabel(SpecBuilder.executorOf(name)));
  }

  TaskSpec task() {
    return TaskSpec.of(SpecBuilder.componentOf(name))
        .reading(parameterSources, artifactSources, after);
  }

  private void waitFor(@Nullable TaskOutput output) {
    if (output != null) {
      after.add(output.task());
    }
  }
}
