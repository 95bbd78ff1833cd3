package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Gives a task its inputs. */
final class Inputs {

  private final IrRequest request;
  private final Outputs parent;
  private final Function<String, TaskEnd> ends;

  /**
   * @param parent what the component was given whose graph the task is in
   * @param ends how the tasks of that graph ended
   */
  Inputs(IrRequest request, Outputs parent, Function<String, TaskEnd> ends) {
    this.request = request;
    this.parent = parent;
    this.ends = ends;
  }

  static Map<String, Node> withDefaults(Component component, Map<String, Node> given) {
    Map<String, Node> all = new TreeMap<>();
    component
        .parameters()
        .forEach((name, input) -> input.fallback().ifPresent(value -> all.put(name, value)));
    all.putAll(given);
    return all;
  }

  /**
   * Returns the inputs of a task.
   *
   * @throws RefusedDefinition if one that is required has no value, or is of another type
   */
  Outputs of(Task task, Component component) {
    Map<String, Node> parameters = new TreeMap<>();
    task.parameters().forEach((name, source) -> parameter(parameters, name, source));
    Map<String, Node> all = withDefaults(component, parameters);
    component
        .parameters()
        .forEach(
            (name, input) -> {
              Node value = all.get(name);
              if (value == null && !input.optional()) {
                throw new RefusedDefinition("the parameter " + name + " has no value");
              }
              if (value != null && !input.kind().takes(value)) {
                throw new RefusedDefinition(
                    "the parameter " + name + " is " + value.kind() + ", not " + input.kind());
              }
            });
    Map<String, IrArtifact> artifacts = new TreeMap<>();
    task.artifacts().forEach((name, source) -> artifacts.put(name, artifact(name, source)));
    return new Outputs(all, artifacts);
  }

  private void parameter(Map<String, Node> all, String name, Source source) {
    Node value;
    if (source instanceof Source.Parent from) {
      value = parent.parameters().get(from.name());
    } else if (source instanceof Source.Output from) {
      value = ends.apply(from.task()).outputs().parameters().get(from.key());
    } else if (source instanceof Source.Constant constant) {
      value = fact(constant.value());
    } else {
      value = status(((Source.FinalStatus) source).task());
    }
    if (value != null) {
      all.put(name, value);
    }
  }

  private IrArtifact artifact(String name, Source source) {
    IrArtifact artifact =
        source instanceof Source.Parent from
            ? parent.artifacts().get(from.name())
            : given((Source.Output) source);
    if (artifact == null) {
      throw new RefusedDefinition("the artifact " + name + " does not exist");
    }
    return artifact;
  }

  private IrArtifact given(Source.Output from) {
    IrArtifact artifact = ends.apply(from.task()).outputs().artifacts().get(from.key());
    if (artifact == null) {
      throw new RefusedDefinition("the task " + from.task() + " gave no " + from.key());
    }
    return artifact;
  }

  /** Markers are replaced in constants as a whole value. */
  private Node fact(Node constant) {
    if (!(constant instanceof Node.Text text) || !text.value().startsWith("{{$")) {
      return constant;
    }
    return switch (text.value()) {
      case "{{$.pipeline_job_uuid}}" -> Node.of(request.runId());
      case "{{$.pipeline_job_name}}" -> Node.of(request.runName());
      case "{{$.pipeline_job_resource_name}}" -> Node.of(request.resourceName());
      default -> throw new RefusedDefinition("unknown marker " + text.value());
    };
  }

  private Node status(String task) {
    TaskEnd end = ends.apply(task);
    String state = end.state() == IrTaskState.CACHED ? "SUCCEEDED" : end.state().name();
    Map<String, Node> status = new TreeMap<>();
    status.put("state", Node.of(state));
    status.put("pipelineTaskName", Node.of(task));
    status.put("pipelineJobResourceName", Node.of(request.resourceName()));
    status.put("error", Node.of(Map.of("message", Node.of(end.error()))));
    return Node.of(status);
  }
}
