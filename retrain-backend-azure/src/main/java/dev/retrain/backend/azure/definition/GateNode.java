package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.MappingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The gate: a node that runs the standard step {@code gate}, which also registers the model where
 * the gate passes, because the service has no condition that is generally available. It ends well
 * either way; what it decided stands in its output {@code decision}. A trial is judged and
 * registers nothing.
 */
final class GateNode {

  static final String STEP = "gate";
  static final String DECISION = "decision";
  private static final String MODEL_URI = "model_uri";
  private static final String PROFILE_URI = "profile_uri";
  private static final String SAMPLE = "run_sample";
  private static final String TRIAL = "run_trial";
  private static final String COPY = "copy___model";

  private final RequestContext parts;

  GateNode(RequestContext parts) {
    this.parts = parts;
  }

  NodeTranslator.Translated translate(Gate gate) {
    ComponentDraft draft = new ComponentDraft(parts, AzureNames.GATE, parts.images().steps());
    draft.value(Parameter.RUN_KEY, "string", parameter(Parameter.RUN_KEY));
    draft.value(SAMPLE, "string", parameter(Parameter.SAMPLE));
    draft.value(TRIAL, "string", parameter(Parameter.TRIAL));
    draft.value(MODEL_URI, "string", modelUri(gate));
    profileUri().ifPresent(uri -> draft.value(PROFILE_URI, "string", uri));
    gate.artifacts().forEach(metrics -> read(draft, metrics.name()));
    read(draft, gate.registration().model().name());
    draft.gives(DECISION, AzureNames.DECISION);
    CommandScript shell = new CommandScript();
    shell.runKey(Parameter.RUN_KEY, RunValues.KEY);
    if (isCopied(gate)) {
      draft.gives(COPY, AzureNames.REGISTERED);
      shell.copy(AzureNames.artifact(gate.registration().model().name()), COPY);
    }
    ResourceRequest component = draft.component(shell.command(words(gate), Retry.NEVER), Map.of());
    MappingBuilder node =
        draft
            .bound()
            .put("_source", "REMOTE.WORKSPACE.COMPONENT")
            .put("componentId", parts.workspace().component(component.name(), component.version()))
            .put("name", draft.node())
            .put("tags", parts.runTags())
            .put("type", "command");
    return new NodeTranslator.Translated(component, draft.node(), node.node());
  }

  /** Returns the outputs of the gate and their addresses. */
  Map<String, String> outputs(Gate gate) {
    Map<String, String> outputs = new TreeMap<>();
    outputs.put(AzureNames.DECISION, parts.uri(STEP, DECISION));
    if (isCopied(gate)) {
      outputs.put(AzureNames.REGISTERED, modelUri(gate));
    }
    return outputs;
  }

  /** The address of a sweep's model is the service's secret, so the gate makes a copy at ours. */
  private boolean isCopied(Gate gate) {
    return SweepSearch.isSweep(writer(gate));
  }

  private Step writer(Gate gate) {
    return parts.pipeline().writerOf(gate.registration().model().name()).orElseThrow();
  }

  private void read(ComponentDraft draft, String artifact) {
    draft.folder(AzureNames.artifact(artifact), NodeTranslator.output(parts, artifact));
  }

  private String modelUri(Gate gate) {
    String step = isCopied(gate) ? STEP : writer(gate).name();
    return parts.uri(step, gate.registration().model().name());
  }

  private static String parameter(String name) {
    return "${{parent.inputs." + AzureNames.parameter(name) + "}}";
  }

  /** Empty also where a sweep writes the profile, since its address is the service's secret. */
  private Optional<String> profileUri() {
    return parts
        .pipeline()
        .profile()
        .map(Artifact::name)
        .flatMap(
            profile ->
                parts
                    .pipeline()
                    .writerOf(profile)
                    .filter(writer -> !SweepSearch.isSweep(writer))
                    .map(writer -> parts.uri(writer.name(), profile)));
  }

  /** Options first, then which artifacts follow, then their folders. */
  private List<String> words(Gate gate) {
    Node.Mapping document = document("gate", (Node.Mapping) parts.pipeline().toNode());
    List<String> metrics = gate.artifacts().stream().map(Artifact::name).toList();
    String model = gate.registration().model().name();
    List<String> words = new ArrayList<>();
    parts.images().component(STEP).forEach(word -> words.add(CommandScript.quoted(word)));
    option(words, "condition", json(document.get("conditions").orElseThrow()));
    flag(words, DECISION, CommandScript.output(DECISION));
    option(words, "model-name", gate.registration().modelName());
    flag(words, "model-uri", CommandScript.input(MODEL_URI));
    profileUri().ifPresent(uri -> flag(words, "profile-uri", CommandScript.input(PROFILE_URI)));
    option(words, "registry", parts.workspace().registry());
    flag(words, "run-id", CommandScript.RUN_ID);
    flag(words, "run-key", CommandScript.RUN_KEY_WORD);
    flag(words, "sample", CommandScript.input(SAMPLE));
    document("register", document)
        .get("servedBy")
        .ifPresent(serving -> option(words, "serving", json(complete((Node.Mapping) serving))));
    option(words, "tags", json(Node.of(tags())));
    flag(words, "trial", CommandScript.input(TRIAL));
    option(
        words,
        "reads",
        metrics.stream().map(name -> name + ":metrics,").collect(Collectors.joining())
            + model
            + ":model");
    metrics.forEach(name -> flag(words, name, CommandScript.input(AzureNames.artifact(name))));
    flag(words, model, CommandScript.input(AzureNames.artifact(model)));
    return words;
  }

  /** With the registry in the image's name. */
  private Node complete(Node.Mapping serving) {
    Map<String, Node> entries = new TreeMap<>(serving.entries());
    entries.computeIfPresent(
        "image", (key, image) -> Node.of(parts.images().complete(((Node.Text) image).value())));
    return Node.of(entries);
  }

  private Map<String, Node> tags() {
    Map<String, Node> tags = new TreeMap<>();
    parts.pipeline().tags().forEach((key, value) -> tags.put(key, Node.of(value)));
    return tags;
  }

  private static Node.Mapping document(String key, Node.Mapping within) {
    return (Node.Mapping) within.get(key).orElseThrow();
  }

  private static String json(Node node) {
    return Documents.canonicalJson(node);
  }

  private static void option(List<String> words, String name, String value) {
    flag(words, name, CommandScript.quoted(value));
  }

  private static void flag(List<String> words, String name, String word) {
    words.add("--" + name);
    words.add(word);
  }
}
