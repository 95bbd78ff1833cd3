package dev.retrain.kfp.ir;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A definition as a tree of maps, lists, strings, numbers and booleans, by the protobuf JSON
 * mapping of {@code pipeline_spec.proto} (kubeflow/pipelines, api/v2alpha1): lowerCamelCase keys,
 * 64-bit integers as strings, empty fields left out.
 */
public final class SpecTree {

  private SpecTree() {}

  /** Returns the PipelineSpec document. */
  public static SortedMap<String, Object> of(PipelineSpec spec) {
    return new JsonFields()
        .with(
            "pipelineInfo",
            JsonFields.of("name", spec.name()).withText("description", spec.description()).tree())
        .withText("defaultPipelineRoot", spec.pipelineRoot())
        .with("schemaVersion", PipelineSpec.SCHEMA_VERSION)
        .with("sdkVersion", PipelineSpec.SDK_VERSION)
        .withEach("components", spec.components(), SpecTree::component)
        .with(
            "deploymentSpec",
            new JsonFields().withEach("executors", spec.executors(), ExecutorTree::of).tree())
        .with("root", component(spec.root()))
        .tree();
  }

  /** Returns the PlatformSpec document. */
  public static SortedMap<String, Object> of(KubernetesSpec spec) {
    var executors = new JsonFields().withEach("executors", spec.executors(), PodTree::of).tree();
    var kubernetes = JsonFields.of("deploymentSpec", executors).tree();
    return JsonFields.of("platforms", JsonFields.of("kubernetes", kubernetes).tree()).tree();
  }

  private static Map<String, Object> component(ComponentSpec component) {
    JsonFields fields =
        new JsonFields()
            .withObject("inputDefinitions", inputs(component.inputs()))
            .withObject("outputDefinitions", outputs(component.outputs()));
    if (component.implementation() instanceof Dag dag) {
      return fields.with("dag", dag(dag)).tree();
    }
    return fields
        .with("executorLabel", ((ComponentSpec.ExecutorLabel) component.implementation()).label())
        .tree();
  }

  private static Map<String, Object> inputs(Inputs inputs) {
    return new JsonFields()
        .withEach("parameters", inputs.parameters(), SpecTree::parameter)
        .withEach("artifacts", inputs.artifacts(), SpecTree::artifact)
        .tree();
  }

  private static Map<String, Object> outputs(Outputs outputs) {
    return new JsonFields()
        .withEach(
            "parameters",
            outputs.parameters(),
            type -> JsonFields.of("parameterType", type.name()).tree())
        .withEach("artifacts", outputs.artifacts(), SpecTree::artifact)
        .tree();
  }

  private static Map<String, Object> parameter(ParameterInput parameter) {
    JsonFields fields =
        JsonFields.of("parameterType", parameter.type().name())
            .withText("description", parameter.description())
            .withOptional("defaultValue", parameter.defaultValue(), SpecTree::constant);
    return parameter.isOptional() ? fields.with("isOptional", true).tree() : fields.tree();
  }

  private static Map<String, Object> artifact(ArtifactType type) {
    return JsonFields.of("artifactType", schema(type)).tree();
  }

  static Map<String, Object> schema(ArtifactType type) {
    return JsonFields.of("schemaTitle", type.schemaTitle())
        .with("schemaVersion", ArtifactType.SCHEMA_VERSION)
        .tree();
  }

  private static Object constant(Constant constant) {
    if (constant instanceof Constant.Text text) {
      return text.value();
    }
    if (constant instanceof Constant.Flag flag) {
      return flag.value();
    }
    return ((Constant.Numeric) constant).value();
  }

  private static Map<String, Object> dag(Dag dag) {
    Map<String, Object> outputs =
        new JsonFields()
            .withEach("parameters", dag.outputParameters(), SpecTree::outputParameter)
            .withEach("artifacts", dag.outputArtifacts(), SpecTree::outputArtifact)
            .tree();
    SortedMap<String, Object> tasks = new JsonFields().tree();
    dag.tasks().forEach((name, task) -> tasks.put(name, task(name, task)));
    return JsonFields.of("tasks", tasks).withObject("outputs", outputs).tree();
  }

  private static Map<String, Object> outputParameter(TaskOutput output) {
    return JsonFields.of(
            "valueFromParameter",
            JsonFields.of("producerSubtask", output.task())
                .with("outputParameterKey", output.key())
                .tree())
        .tree();
  }

  private static Map<String, Object> outputArtifact(TaskOutput output) {
    return JsonFields.of(
            "artifactSelectors",
            List.of(
                JsonFields.of("producerSubtask", output.task())
                    .with("outputArtifactKey", output.key())
                    .tree()))
        .tree();
  }

  private static Map<String, Object> task(String name, TaskSpec task) {
    Map<String, Object> inputs =
        new JsonFields()
            .withEach("parameters", task.parameters(), SpecTree::parameterSource)
            .withEach("artifacts", task.artifacts(), SpecTree::artifactSource)
            .tree();
    // An empty object is the explicit form of a cache that is off.
    Map<String, Object> caching =
        task.cached() ? JsonFields.of("enableCache", true).tree() : new JsonFields().tree();
    return JsonFields.of("taskInfo", JsonFields.of("name", name).tree())
        .with("componentRef", JsonFields.of("name", task.component()).tree())
        .with("cachingOptions", caching)
        .withList("dependentTasks", task.after())
        .withObject("inputs", inputs)
        .withOptional("retryPolicy", task.retries(), SpecTree::retries)
        .withOptional(
            "triggerPolicy", task.condition(), cel -> JsonFields.of("condition", cel).tree())
        .tree();
  }

  private static Map<String, Object> parameterSource(ParameterSource source) {
    if (source instanceof TaskOutput output) {
      return JsonFields.of(
              "taskOutputParameter",
              JsonFields.of("producerTask", output.task())
                  .with("outputParameterKey", output.key())
                  .tree())
          .tree();
    }
    if (source instanceof ParameterSource.Parent parent) {
      return JsonFields.of("componentInputParameter", parent.name()).tree();
    }
    Object value =
        source instanceof RunFact fact
            ? fact.placeholder()
            : constant(((ParameterSource.Fixed) source).value());
    return JsonFields.of("runtimeValue", JsonFields.of("constant", value).tree()).tree();
  }

  private static Map<String, Object> artifactSource(ArtifactSource source) {
    if (source instanceof TaskOutput output) {
      return JsonFields.of(
              "taskOutputArtifact",
              JsonFields.of("producerTask", output.task())
                  .with("outputArtifactKey", output.key())
                  .tree())
          .tree();
    }
    return JsonFields.of("componentInputArtifact", ((ArtifactSource.Parent) source).name()).tree();
  }

  private static Map<String, Object> retries(RetryPolicy policy) {
    return JsonFields.of("maxRetryCount", policy.maxRetries())
        .with("backoffDuration", ProtoDuration.of(policy.backoff()) + "s")
        .with("backoffFactor", policy.factor())
        .with("backoffMaxDuration", ProtoDuration.of(policy.maxBackoff()) + "s")
        .tree();
  }
}
