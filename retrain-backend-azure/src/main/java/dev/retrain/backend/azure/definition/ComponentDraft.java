package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Node;
import dev.retrain.translation.MappingBuilder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A command component and the node of the pipeline that runs it, under construction.
 *
 * <p>What differs from run to run stands in the node alone, so that a component keeps its version
 * as long as its content is the same.
 */
final class ComponentDraft {

  private final RequestContext parts;
  private final String node;
  private final String image;
  private final Map<String, Node> inputs = new TreeMap<>();
  private final Map<String, Node> outputs = new TreeMap<>();
  private final Map<String, Node> bindings = new TreeMap<>();
  private final Map<String, Node> sinks = new TreeMap<>();

  ComponentDraft(RequestContext parts, String node, String image) {
    this.parts = parts;
    this.node = node;
    this.image = image;
  }

  String node() {
    return node;
  }

  /** Takes in a folder. */
  void folder(String input, String binding) {
    inputs.put(
        input, new MappingBuilder().put("mode", "ro_mount").put("type", "uri_folder").node());
    bindings.put(input, binding(binding).put("mode", "ReadOnlyMount").node());
  }

  /** Takes in a value. */
  void value(String input, String type, String binding) {
    declare(input, type);
    bindings.put(input, binding(binding).node());
  }

  /** Takes in a value that the node gets in another way. */
  void declare(String input, String type) {
    inputs.put(input, new MappingBuilder().put("type", type).node());
  }

  /** Gives out a folder as an output of the pipeline. */
  void gives(String output, String pipelineOutput) {
    gives(
        output,
        new MappingBuilder()
            .put("type", "literal")
            .put("value", "${{parent.outputs." + pipelineOutput + "}}"));
  }

  /** Gives out a folder that lies where the service puts it. */
  void gives(String output) {
    gives(
        output,
        new MappingBuilder().put("job_output_type", "uri_folder").put("mode", "ReadWriteMount"));
  }

  private void gives(String output, MappingBuilder sink) {
    outputs.put(
        output, new MappingBuilder().put("mode", "rw_mount").put("type", "uri_folder").node());
    sinks.put(output, sink.node());
  }

  Set<String> inputs() {
    return Set.copyOf(inputs.keySet());
  }

  /** Returns the inputs and outputs of the node. */
  MappingBuilder bound() {
    return new MappingBuilder().put("inputs", bindings).put("outputs", sinks);
  }

  /** Returns the request that makes the component. */
  ResourceRequest component(String command, Map<String, Node> more) {
    String name = AzureNames.component(parts.pipeline().name(), node);
    String version = ResourceRequest.version(body(name, "", command, more));
    return new ResourceRequest("component", name, version, body(name, version, command, more));
  }

  private Node body(String name, String version, String command, Map<String, Node> more) {
    MappingBuilder spec =
        new MappingBuilder()
            .put(
                "$schema",
                "https://azuremlschemas.azureedge.net/latest/commandComponent.schema.json")
            .put("_source", "YAML.COMPONENT")
            .put("command", command)
            .put("display_name", node)
            .put("environment", "azureml:" + environmentId())
            .put("inputs", inputs)
            .put("is_deterministic", false)
            .put("name", name)
            .put("outputs", outputs)
            .put("type", "command")
            .put("version", version);
    more.forEach(spec::put);
    return ResourceRequest.body(
        new MappingBuilder()
            .put("componentSpec", spec)
            .put("isAnonymous", false)
            .put("tags", parts.tags()));
  }

  private String environmentId() {
    ResourceRequest environment = parts.environment(image);
    return parts.workspace().environment(environment.name(), environment.version());
  }

  private static MappingBuilder binding(String value) {
    return new MappingBuilder().put("job_input_type", "literal").put("value", value);
  }
}
