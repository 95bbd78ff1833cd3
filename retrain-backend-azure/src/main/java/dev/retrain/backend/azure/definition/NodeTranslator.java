package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.MappingBuilder;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which component and which node each step becomes. */
final class NodeTranslator implements Step.Visitor<NodeTranslator.Translated> {

  /** A component and the node that runs it. */
  record Translated(ResourceRequest component, String name, Node node) {}

  private final RequestContext parts;
  private final NodeCompute compute;

  NodeTranslator(RequestContext parts) {
    this.parts = parts;
    this.compute = new NodeCompute(parts);
  }

  @Override
  public Translated process(Step.Process step) {
    return command(step);
  }

  @Override
  public Translated train(Step.Train step) {
    return command(step);
  }

  @Override
  public Translated evaluate(Step.Evaluate step) {
    return command(step);
  }

  @Override
  public Translated tune(Step.Tune step) {
    return step.search().map(search -> sweep(step, search)).orElseGet(() -> command(step));
  }

  private Translated command(Step step) {
    ContainerTask task = step.task();
    ComponentDraft draft = draft(step);
    CommandScript shell = new CommandScript();
    if (!task.wiring().hyperparameters().isEmpty()) {
      shell.hyperparameters(
          Documents.canonicalJson(Node.of(new LinkedHashMap<>(task.wiring().hyperparameters()))));
    }
    ResourceRequest component = component(draft, shell, task);
    Map<String, Node> variables = new LinkedHashMap<>();
    parts.variables(task.execution()).forEach((name, value) -> variables.put(name, Node.of(value)));
    MappingBuilder node =
        compute
            .on(draft.bound(), task.execution())
            .put("_source", "REMOTE.WORKSPACE.COMPONENT")
            .put("componentId", id(component))
            .put("environment_variables", variables)
            .put("limits", limits(task.execution()))
            .put("name", draft.node())
            .put("tags", parts.runTags())
            .put("type", "command");
    return new Translated(component, draft.node(), identity(node, step).node());
  }

  private Translated sweep(Step.Tune step, Search search) {
    ContainerTask task = step.task();
    ComponentDraft draft = draft(step);
    SweepSearch sweep = new SweepSearch(search, draft.inputs());
    sweep.inputs().forEach(draft::declare);
    CommandScript shell = new CommandScript();
    shell.variables(parts.variables(task.execution()));
    shell.hyperparameters(sweep.hyperparameters(task.wiring().hyperparameters()));
    ResourceRequest component = component(draft, shell, TrialTasks.template(task, search));
    MappingBuilder node =
        compute
            .on(draft.bound(), task.execution())
            .put("limits", sweep.limits(task.execution()))
            .put("name", draft.node())
            .put("objective", sweep.objective())
            .put("sampling_algorithm", sweep.algorithm())
            .put("search_space", sweep.space())
            .put("tags", parts.runTags())
            .put("trial", new MappingBuilder().put("componentId", id(component)))
            .put("type", "sweep");
    return new Translated(component, draft.node(), identity(node, step).node());
  }

  private ComponentDraft draft(Step step) {
    ContainerTask task = step.task();
    ComponentDraft draft =
        new ComponentDraft(parts, AzureNames.node(step.name()), parts.images().of(task.program()));
    for (Artifact<?> read : task.wiring().reads()) {
      draft.folder(AzureNames.artifact(read.name()), source(read));
    }
    for (Artifact<?> write : task.wiring().writes()) {
      String output = AzureNames.artifact(write.name());
      if (SweepSearch.isSweep(step)) {
        draft.gives(output);
      } else {
        draft.gives(output, output);
      }
    }
    for (String name : task.wiring().parameters()) {
      String input = AzureNames.parameter(name);
      draft.value(input, type(name), "${{parent.inputs." + input + "}}");
    }
    return draft;
  }

  private String source(Artifact<?> artifact) {
    return artifact.isChampion()
        ? "${{parent.inputs." + AzureNames.CHAMPION + "}}"
        : output(parts, artifact.name());
  }

  /** Returns the marker for an output of another node. */
  static String output(RequestContext parts, String artifact) {
    Step writer = parts.pipeline().writerOf(artifact).orElseThrow();
    return "${{parent.jobs.%s.outputs.%s}}"
        .formatted(AzureNames.node(writer.name()), AzureNames.artifact(artifact));
  }

  /** A truth value stays a text: the service would write it with a capital. */
  private String type(String parameter) {
    Parameter.Type type =
        parts
            .pipeline()
            .parameter(parameter)
            .map(Parameter::type)
            .orElse(
                parameter.equals(Parameter.SAMPLE) ? Parameter.Type.NUMBER : Parameter.Type.STRING);
    return switch (type) {
      case STRING, BOOLEAN -> "string";
      case INTEGER -> "integer";
      case NUMBER -> "number";
    };
  }

  private ResourceRequest component(ComponentDraft draft, CommandScript shell, ContainerTask task) {
    List<String> words = new ArrayList<>();
    parts.images().command(task.program()).forEach(word -> words.add(CommandScript.quoted(word)));
    words.addAll(new CommandArguments().words(task));
    for (Artifact<?> write : task.wiring().writes()) {
      shell.empty(AzureNames.artifact(write.name()));
      if (write.kind() == ArtifactKind.CHECK) {
        shell.touch(AzureNames.artifact(write.name()));
      }
    }
    return draft.component(
        shell.command(words, task.execution().retry()), NodeCompute.distribution(task.execution()));
  }

  private static Map<String, Node> limits(Execution execution) {
    return execution
        .timeout()
        .map(
            limit ->
                Map.of("job_limits_type", Node.of("Command"), "timeout", Node.of(limit.toString())))
        .orElse(Map.of());
  }

  private MappingBuilder identity(MappingBuilder node, Step step) {
    step.task()
        .execution()
        .identity()
        .ifPresent(identity -> node.put("identity", ManagedIdentities.ofNode(parts, identity)));
    return node;
  }

  private String id(ResourceRequest component) {
    return parts.workspace().component(component.name(), component.version());
  }
}
