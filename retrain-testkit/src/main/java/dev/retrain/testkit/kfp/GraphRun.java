package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The tasks of one graph of a run, each in a thread of its own once those before it have ended. */
final class GraphRun {

  private final IrRun run;
  private final Executor threads;
  private final String prefix;
  private final Map<String, TaskEnd> ends = new ConcurrentHashMap<>();

  /**
   * @param prefix of the tasks' paths; empty for the outermost graph
   */
  GraphRun(IrRun run, Executor threads, String prefix) {
    this.run = run;
    this.threads = threads;
    this.prefix = prefix;
  }

  /** Shows the tasks as pending; those of an earlier pass that ended well stay as they are. */
  void announce(Graph graph) {
    for (String name : graph.tasks().keySet()) {
      if (run.earlier(prefix + name).isEmpty()) {
        run.show(prefix + name, before -> IrTaskRun.pending(prefix + name));
      }
    }
  }

  /** Runs all tasks and waits for them; gives the outputs of the graph when none failed. */
  TaskEnd run(Graph graph, Outputs given) {
    Map<String, CompletableFuture<Void>> futures = new TreeMap<>();
    Inputs inputs = new Inputs(run.request(), given, name -> end(name));
    for (Task task : graph.inOrder()) {
      CompletableFuture<?>[] before =
          task.after().stream().map(futures::get).toArray(CompletableFuture<?>[]::new);
      futures.put(
          task.name(),
          CompletableFuture.allOf(before).thenRunAsync(() -> execute(task, inputs), threads));
    }
    CompletableFuture.allOf(futures.values().toArray(CompletableFuture<?>[]::new)).join();
    Optional<Map.Entry<String, TaskEnd>> failure =
        new TreeMap<>(ends)
            .entrySet().stream()
                .filter(entry -> entry.getValue().state() == IrTaskState.FAILED)
                .findFirst();
    if (failure.isPresent()) {
      return TaskEnd.failed("the task " + prefix + failure.get().getKey() + " failed", List.of());
    }
    return ends.values().stream().anyMatch(end -> end.state() == IrTaskState.CANCELLED)
        ? TaskEnd.cancelled(List.of())
        : given(graph);
  }

  private TaskEnd given(Graph graph) {
    Outputs outputs = new Outputs(new TreeMap<>(), new TreeMap<>());
    graph
        .parameters()
        .forEach(
            (name, from) ->
                Optional.ofNullable(end(from.task()).outputs().parameters().get(from.key()))
                    .ifPresent(value -> outputs.parameters().put(name, value)));
    graph
        .artifacts()
        .forEach(
            (name, from) ->
                Optional.ofNullable(end(from.task()).outputs().artifacts().get(from.key()))
                    .ifPresent(value -> outputs.artifacts().put(name, value)));
    return TaskEnd.well(outputs, List.of());
  }

  private TaskEnd end(String task) {
    TaskEnd end = ends.get(task);
    if (end == null) {
      throw new RefusedDefinition("the task " + task + " has not ended");
    }
    return end;
  }

  private void execute(Task task, Inputs inputs) {
    String path = prefix + task.name();
    Optional<TaskEnd> earlier = run.earlier(path);
    TaskEnd end;
    try {
      end = earlier.isPresent() ? earlier.get() : once(task, path, inputs);
    } catch (RuntimeException e) {
      // A task without an end would keep its run from ending.
      end = TaskEnd.failed(String.valueOf(e.getMessage()), List.of());
    }
    TaskEnd last = end;
    ends.put(task.name(), last);
    if (earlier.isEmpty()) {
      run.show(path, before -> before.ended(last, run.interpreter().clock().instant()));
    }
    if (last.state().isWell()) {
      run.keep(path, last);
    }
    if (last.state() == IrTaskState.FAILED) {
      run.failed();
    }
  }

  private TaskEnd once(Task task, String path, Inputs inputs) {
    if (run.isCancelled()) {
      return TaskEnd.cancelled(List.of());
    }
    if (!task.whenever()) {
      if (run.isStopping()) {
        return TaskEnd.notTriggered("another task failed");
      }
      for (String before : task.after()) {
        if (!end(before).state().isWell()) {
          return TaskEnd.notTriggered("the task " + before + " is " + end(before).state());
        }
      }
    }
    Component component = run.request().definition().component(task.component());
    Outputs given = inputs.of(task, component);
    if (task.condition().isPresent() && !task.condition().get().holds(given.parameters())) {
      return TaskEnd.notTriggered("the condition is false: " + task.condition().get().text());
    }
    return work(task, path, component, given);
  }

  private TaskEnd work(Task task, String path, Component component, Outputs given) {
    if (component.work() instanceof Component.Nested nested) {
      run.show(path, before -> before.running(0, run.interpreter().clock().instant()));
      GraphRun inner = new GraphRun(run, threads, path + ".");
      inner.announce(nested.graph());
      return inner.run(nested.graph(), given);
    }
    Deployed deployed =
        run.request().definition().executor(((Component.Labelled) component.work()).label());
    return deployed instanceof Deployed.Container container
        ? new ContainerTask(run, path, component, container, given).run(task)
        : imported(component, (Deployed.Importer) deployed, given);
  }

  private static TaskEnd imported(Component component, Deployed.Importer importer, Outputs given) {
    Node address =
        importer.address() instanceof Source.Parent parameter
            ? Optional.ofNullable(given.parameters().get(parameter.name())).orElse(Node.of(""))
            : ((Source.Constant) importer.address()).value();
    String uri = ParameterKind.text(address);
    String key = component.givenArtifacts().keySet().iterator().next();
    IrArtifact artifact = new IrArtifact(key, uri, importer.schemaTitle(), importer.metadata());
    return TaskEnd.well(new Outputs(Map.of(), Map.of(key, artifact)), List.of());
  }
}
