package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.MappingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a client sends to run a pipeline, in order: environments, components, the job.
 *
 * <p>Environments and components carry the hash of their content as version: sending them again
 * changes nothing.
 */
final class RequestSequence {

  private final RequestContext parts;
  private final List<NodeTranslator.Translated> translated = new ArrayList<>();

  private RequestSequence(RequestContext parts) {
    this.parts = parts;
    NodeTranslator steps = new NodeTranslator(parts);
    parts.pipeline().steps().forEach(step -> translated.add(step.accept(steps)));
    parts.pipeline().gate().ifPresent(gate -> translated.add(new GateNode(parts).translate(gate)));
  }

  static List<ResourceRequest> of(RequestContext parts) {
    return new RequestSequence(parts).all();
  }

  private List<ResourceRequest> all() {
    List<ResourceRequest> all = new ArrayList<>(environments());
    translated.forEach(step -> all.add(step.component()));
    all.add(new ResourceRequest("job", parts.pipeline().name(), "", job()));
    return List.copyOf(all);
  }

  private List<ResourceRequest> environments() {
    Map<String, ResourceRequest> byId = new TreeMap<>();
    List<String> images = new ArrayList<>();
    parts.pipeline().steps().forEach(step -> images.add(parts.images().of(step.task().program())));
    parts.pipeline().gate().ifPresent(gate -> images.add(parts.images().steps()));
    for (String image : images) {
      ResourceRequest environment = parts.environment(image);
      byId.put(environment.name() + ":" + environment.version(), environment);
    }
    return List.copyOf(byId.values());
  }

  private Node job() {
    MappingBuilder properties =
        new MappingBuilder()
            .put("displayName", parts.pipeline().name())
            .put("experimentName", parts.pipeline().name())
            .put("inputs", inputs())
            .put("jobType", "Pipeline")
            .put("jobs", jobs())
            .put("outputs", outputs())
            .put("settings", settings())
            .put("tags", parts.runTags());
    properties.put(
        "identity",
        parts
            .identity()
            .map(identity -> ManagedIdentities.ofJob(parts, identity))
            .orElseGet(() -> Node.of(Map.of("identityType", Node.of("AMLToken")))));
    return ResourceRequest.body(properties);
  }

  private Map<String, Node> jobs() {
    Map<String, Node> jobs = new TreeMap<>();
    translated.forEach(step -> jobs.put(step.name(), step.node()));
    return jobs;
  }

  /** Every step runs in every run: a reused result would make a scheduled retraining a no-op. */
  private MappingBuilder settings() {
    return new MappingBuilder()
        .put("continue_on_step_failure", false)
        .put("default_compute", new NodeCompute(parts).fallback())
        .put("default_datastore", parts.workspace().datastore())
        .put("force_rerun", true);
  }

  private Map<String, Node> inputs() {
    Map<String, Node> inputs = new TreeMap<>();
    parts
        .run()
        .values()
        .forEach((name, value) -> inputs.put(AzureNames.parameter(name), literal(value)));
    if (parts.pipeline().gate().isEmpty()
        && !parts.pipeline().reservedParametersUsed().contains(Parameter.RUN_KEY)) {
      inputs.remove(Parameter.RUN_KEY);
    }
    if (parts.pipeline().readsChampion()) {
      inputs.put(
          AzureNames.CHAMPION,
          new MappingBuilder()
              .put("jobInputType", "uri_folder")
              .put("mode", "ReadOnlyMount")
              .put("uri", parts.noChampion())
              .node());
    }
    return inputs;
  }

  private static Node literal(String value) {
    return new MappingBuilder().put("jobInputType", "literal").put("value", value).node();
  }

  private Map<String, Node> outputs() {
    Map<String, Node> outputs = new TreeMap<>();
    for (Step step : parts.pipeline().steps()) {
      for (Artifact<?> artifact : step.task().wiring().writes()) {
        if (!SweepSearch.isSweep(step)) {
          outputs.put(
              AzureNames.artifact(artifact.name()),
              folder(parts.uri(step.name(), artifact.name())));
        }
      }
    }
    GateNode gates = new GateNode(parts);
    parts
        .pipeline()
        .gate()
        .ifPresent(
            gate -> gates.outputs(gate).forEach((name, uri) -> outputs.put(name, folder(uri))));
    return outputs;
  }

  private static Node folder(String uri) {
    return new MappingBuilder()
        .put("jobOutputType", "uri_folder")
        .put("mode", "ReadWriteMount")
        .put("uri", uri)
        .node();
  }
}
