package dev.retrain.backend.azure.loopback;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.LoopbackRun;
import dev.retrain.testkit.loopback.LoopbackStep;
import dev.retrain.testkit.loopback.RefusedDefinition;
import dev.retrain.testkit.loopback.StepEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline job. Nodes run one after another, each after those it reads from; a failure keeps
 * the rest from starting. A mount of an address with nothing below it is an empty folder.
 */
final class PipelineJob {

  private final LoopbackAzure workspace;
  private final String id;
  private final Map<String, String> inputs = new TreeMap<>();
  private final Map<String, String> outputs = new TreeMap<>();
  private final Map<String, DefinitionObject> jobs;
  private final Map<String, Map<String, String>> bound = new TreeMap<>();
  private final Map<String, NodeRun> nodes = new LinkedHashMap<>();
  private @Nullable LoopbackRun running;
  private boolean cancelled;

  PipelineJob(LoopbackAzure workspace, String id, Node body) {
    this.workspace = workspace;
    this.id = id;
    DefinitionObject request = DefinitionObject.of(body, "the job");
    DefinitionObject job = request.object("properties");
    request.end();
    if (!job.text("jobType").equals("Pipeline")) {
      throw new RefusedDefinition("the jobType is " + job.text("jobType"));
    }
    job.objects("inputs").forEach((name, input) -> inputs.put(name, input(input)));
    job.objects("outputs").forEach((name, output) -> outputs.put(name, output(output)));
    DefinitionObject settings = job.object("settings");
    if (settings.flag("continue_on_step_failure") || !settings.flag("force_rerun")) {
      throw new RefusedDefinition("the settings go on after a failure, or reuse results");
    }
    settings.without("default_compute", "default_datastore").end();
    this.jobs = job.objects("jobs");
    job.without("displayName", "experimentName", "identity", "tags", "description").end();
    jobs.forEach((name, node) -> bound.put(name, bindings(node)));
  }

  private static String input(DefinitionObject input) {
    String type = input.text("jobInputType");
    String value =
        switch (type) {
          case "literal" -> input.text("value");
          case "uri_folder" -> input.without("mode").text("uri");
          default -> throw new RefusedDefinition(input.where() + " has the unknown type " + type);
        };
    input.end();
    return value;
  }

  private static String output(DefinitionObject output) {
    String uri = output.text("uri");
    if (!output.text("jobOutputType").equals("uri_folder")) {
      throw new RefusedDefinition(output.where() + " is no folder");
    }
    output.without("mode").end();
    return uri;
  }

  private static Map<String, String> bindings(DefinitionObject node) {
    Map<String, String> values = new TreeMap<>();
    node.objects("inputs")
        .forEach(
            (name, binding) -> {
              values.put(name, binding.text("value"));
              if (!binding.text("job_input_type").equals("literal")) {
                throw new RefusedDefinition(binding.where() + " is no literal");
              }
              binding.without("mode").end();
            });
    return values;
  }

  /** Runs to the end and returns the status of the job. */
  NodeRun.Status run() {
    for (String name : inOrder()) {
      if (isCancelled()) {
        return NodeRun.Status.CANCELED;
      }
      NodeRun node;
      try {
        node = node(name, jobs.get(name));
      } catch (RefusedDefinition refused) {
        node = failed(name, String.valueOf(refused.getMessage()), List.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      nodes.put(name, node);
      if (!node.isWell()) {
        return node.status();
      }
    }
    return NodeRun.Status.COMPLETED;
  }

  /** Kills the node that runs; nothing more starts. */
  synchronized void cancel() {
    cancelled = true;
    if (running != null) {
      running.cancel();
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized void runs(LoopbackRun run) {
    running = run;
    if (cancelled) {
      run.cancel();
    }
  }

  /** Returns the nodes that have ended, in order. */
  List<NodeRun> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Returns the folder of an output of a node that has completed. */
  Path folder(String node, String output) {
    NodeRun run = nodes.get(node);
    if (run == null || !run.isWell()) {
      throw new RefusedDefinition("the node " + node + " has not completed");
    }
    return workspace.executor().folders().folder(run.outputs().getOrDefault(output, ""));
  }

  private List<String> inOrder() {
    List<String> order = new ArrayList<>();
    jobs.keySet().forEach(name -> visit(name, new TreeSet<>(), order));
    return order;
  }

  private void visit(String name, Set<String> open, List<String> order) {
    if (order.contains(name)) {
      return;
    }
    if (!jobs.containsKey(name)) {
      throw new RefusedDefinition("there is no node " + name);
    }
    if (!open.add(name)) {
      throw new RefusedDefinition("the nodes " + open + " wait for one another");
    }
    Bindings.nodes(bound.getOrDefault(name, Map.of()).values())
        .forEach(before -> visit(before, open, order));
    open.remove(name);
    order.add(name);
  }

  private NodeRun node(String name, DefinitionObject node) throws IOException {
    if (!node.text("type").equals("command")) {
      throw new RefusedDefinition(
          "the node " + name + " has the unknown type " + node.text("type"));
    }
    CommandComponent component = workspace.component(node.text("componentId"));
    Map<String, String> values = new TreeMap<>();
    bound
        .getOrDefault(name, Map.of())
        .forEach((input, value) -> values.put(input, Bindings.value(value, inputs, nodes)));
    Map<String, String> given = new TreeMap<>();
    node.objects("outputs")
        .forEach(
            (output, binding) -> {
              given.put(output, Bindings.output(binding.text("value"), outputs));
              binding.without("type").end();
            });
    same(name, values.keySet(), component.inputs().keySet());
    same(name, given.keySet(), component.outputs().keySet());
    for (String output : given.values()) {
      Files.createDirectories(place(output));
    }
    for (Map.Entry<String, String> input : values.entrySet()) {
      if (component.isFolder(input.getKey())) {
        Files.createDirectories(place(input.getValue()));
      }
    }
    String command =
        Bindings.command(
            component.command(),
            input -> input(component, values, input),
            output -> place(given.getOrDefault(output, "")).toString());
    node.without(
            "_source",
            "environment_variables",
            "identity",
            "inputs",
            "limits",
            "name",
            "queue_settings",
            "resources",
            "tags")
        .end();
    StepEnd end = run(name, node, component, command);
    return end(name, end, given);
  }

  private static void same(String node, Set<String> bound, Set<String> declared) {
    if (!bound.equals(declared)) {
      throw new RefusedDefinition(
          "the node " + node + " binds " + bound + ", its component has " + declared);
    }
  }

  private String input(CommandComponent component, Map<String, String> values, String input) {
    String value = values.get(input);
    if (value == null) {
      throw new RefusedDefinition("the command has the unknown input " + input);
    }
    return component.isFolder(input) ? place(value).toString() : value;
  }

  private Path place(String uri) {
    return workspace.executor().folders().folder(uri);
  }

  private StepEnd run(
      String name, DefinitionObject node, CommandComponent component, String command) {
    Map<String, String> environment = new TreeMap<>(node.textsByName("environment_variables"));
    environment.put("AZUREML_ROOT_RUN_ID", id);
    environment.put("AZUREML_RUN_ID", id + "-" + name);
    Optional<Duration> timeout =
        node.findObject("limits")
            .flatMap(
                limits -> {
                  Optional<String> text = limits.findText("timeout");
                  limits.without("job_limits_type").end();
                  return text;
                })
            .map(Duration::parse);
    Path temporary =
        workspace.executor().folders().root().resolveSibling("nodes").resolve(id + "-" + name);
    LoopbackRun run =
        workspace
            .executor()
            .start(
                new LoopbackStep(
                    name,
                    workspace.image(component.environment()),
                    List.of("sh", "-c", command),
                    environment,
                    Map.of("/tmp/retrain", temporary),
                    timeout));
    runs(run);
    return run.whenEnded().toCompletableFuture().join();
  }

  private static NodeRun end(String name, StepEnd end, Map<String, String> given) {
    if (end.succeeded()) {
      return new NodeRun(name, NodeRun.Status.COMPLETED, "", given, end.log());
    }
    return end.how() == StepEnd.How.CANCELLED
        ? new NodeRun(name, NodeRun.Status.CANCELED, "", Map.of(), end.log())
        : failed(name, end.how() + ", exit code " + end.exitCode(), end.log());
  }

  private static NodeRun failed(String name, String why, List<String> log) {
    return new NodeRun(name, NodeRun.Status.FAILED, why, Map.of(), log);
  }
}
