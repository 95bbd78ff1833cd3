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

  /** The PipelineSpec document. */
  public static SortedMap<String, Object> of(PipelineSpec spec) {
    return new Fields()
        .with(
            "pipelineInfo",
            Fields.of("name", spec.name()).withText("description", spec.description()).tree())
        .with("schemaVersion", PipelineSpec.SCHEMA_VERSION)
        .with("sdkVersion", PipelineSpec.SDK_VERSION)
        .withEach("components", spec.components(), SpecTree::component)
        .with(
            "deploymentSpec",
            new Fields().withEach("executors", spec.executors(), ExecutorTree::of).tree())
        .with("root", component(spec.root()))
        .tree();
  }

  /** The PlatformSpec document. */
  public static SortedMap<String, Object> of(KubernetesSpec spec) {
    var executors = new Fields().withEach("executors", spec.executors(), PodTree::of).tree();
    var kubernetes = Fields.of("deploymentSpec", executors).tree();
    return Fields.of("platforms", Fields.of("kubernetes", kubernetes).tree()).tree();
  }

  private static Map<String, Object> component(Component component) {
    Fields fields =
        new Fields()
            .withObject("inputDefinitions", inputs(component.inputs()))
            .withObject("outputDefinitions", outputs(component.outputs()));
    if (component.implementation() instanceof Dag dag) {
      return fields.with("dag", dag(dag)).tree();
    }
    return fields
        .with("executorLabel", ((Component.ExecutorLabel) component.implementation()).label())
        .tree();
  }

  private static Map<String, Object> inputs(Inputs inputs) {
    return new Fields()
        .withEach("parameters", inputs.parameters(), SpecTree::parameter)
        .withEach("artifacts", inputs.artifacts(), SpecTree::artifact)
        .tree();
  }

  private static Map<String, Object> outputs(Outputs outputs) {
    return new Fields()
        .withEach(
            "parameters",
            outputs.parameters(),
            type -> Fields.of("parameterType", type.name()).tree())
        .withEach("artifacts", outputs.artifacts(), SpecTree::artifact)
        .tree();
  }

  private static Map<String, Object> parameter(ParameterInput parameter) {
    Fields fields =
        Fields.of("parameterType", parameter.type().name())
            .withText("description", parameter.description())
            .withOptional("defaultValue", parameter.defaultValue(), SpecTree::constant);
    return parameter.isOptional() ? fields.with("isOptional", true).tree() : fields.tree();
  }

  private static Map<String, Object> artifact(ArtifactType type) {
    return Fields.of("artifactType", schema(type)).tree();
  }

  static Map<String, Object> schema(ArtifactType type) {
    return Fields.of("schemaTitle", type.schemaTitle())
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
        new Fields()
            .withEach("parameters", dag.outputParameters(), SpecTree::outputParameter)
            .withEach("artifacts", dag.outputArtifacts(), SpecTree::outputArtifact)
            .tree();
    SortedMap<String, Object> tasks = new Fields().tree();
    dag.tasks().forEach((name, task) -> tasks.put(name, task(name, task)));
    return Fields.of("tasks", tasks).withObject("outputs", outputs).tree();
  }

  private static Map<String, Object> outputParameter(TaskOutput output) {
    return Fields.of(
            "valueFromParameter",
            Fields.of("producerSubtask", output.task())
                .with("outputParameterKey", output.key())
                .tree())
        .tree();
  }

  private static Map<String, Object> outputArtifact(TaskOutput output) {
    return Fields.of(
            "artifactSelectors",
            List.of(
                Fields.of("producerSubtask", output.task())
                    .with("outputArtifactKey", output.key())
                    .tree()))
        .tree();
  }

  private static Map<String, Object> task(String name, Task task) {
    Map<String, Object> inputs =
        new Fields()
            .withEach("parameters", task.parameters(), SpecTree::parameterSource)
            .withEach("artifacts", task.artifacts(), SpecTree::artifactSource)
            .tree();
    // An empty object is the explicit form of a cache that is off.
    Map<String, Object> caching =
        task.cached() ? Fields.of("enableCache", true).tree() : new Fields().tree();
    return Fields.of("taskInfo", Fields.of("name", name).tree())
        .with("componentRef", Fields.of("name", task.component()).tree())
        .with("cachingOptions", caching)
        .withList("dependentTasks", task.after())
        .withObject("inputs", inputs)
        .withOptional("retryPolicy", task.retries(), SpecTree::retries)
        .withOptional("triggerPolicy", task.condition(), cel -> Fields.of("condition", cel).tree())
        .tree();
  }

  private static Map<String, Object> parameterSource(ParameterSource source) {
    if (source instanceof TaskOutput output) {
      return Fields.of(
              "taskOutputParameter",
              Fields.of("producerTask", output.task())
                  .with("outputParameterKey", output.key())
                  .tree())
          .tree();
    }
    if (source instanceof ParameterSource.Parent parent) {
      return Fields.of("componentInputParameter", parent.name()).tree();
    }
    Object value =
        source instanceof RunFact fact
            ? fact.placeholder()
            : constant(((ParameterSource.Fixed) source).value());
    return Fields.of("runtimeValue", Fields.of("constant", value).tree()).tree();
  }

  private static Map<String, Object> artifactSource(ArtifactSource source) {
    if (source instanceof TaskOutput output) {
      return Fields.of(
              "taskOutputArtifact",
              Fields.of("producerTask", output.task())
                  .with("outputArtifactKey", output.key())
                  .tree())
          .tree();
    }
    return Fields.of("componentInputArtifact", ((ArtifactSource.Parent) source).name()).tree();
  }

  private static Map<String, Object> retries(RetryPolicy policy) {
    return Fields.of("maxRetryCount", policy.maxRetries())
        .with("backoffDuration", Seconds.of(policy.backoff()) + "s")
        .with("backoffFactor", policy.factor())
        .with("backoffMaxDuration", Seconds.of(policy.maxBackoff()) + "s")
        .tree();
  }
}
