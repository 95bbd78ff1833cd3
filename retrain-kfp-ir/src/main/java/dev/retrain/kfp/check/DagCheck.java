package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.PipelineSpec;
import dev.retrain.kfp.ir.TaskOutput;
import dev.retrain.kfp.ir.TaskSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one graph: its order, its tasks and what it gives out. */
final class DagCheck {

  private static final Pattern TASK_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private final DagLookup graph;
  private final Dag dag;
  private final ComponentSpec owner;
  private final String where;
  private final SpecFindings findings;

  DagCheck(PipelineSpec spec, ComponentSpec owner, Dag dag, String where, SpecFindings findings) {
    this.graph = new DagLookup(spec, owner, dag);
    this.owner = owner;
    this.dag = dag;
    this.where = where;
    this.findings = findings;
  }

  void check() {
    findings.require(!dag.tasks().isEmpty(), where, "has no task");
    dag.tasks().forEach(this::task);
    cycle();
    outputs();
  }

  private void task(String name, TaskSpec task) {
    String place = where + ".tasks." + name;
    findings.require(
        TASK_NAME.matcher(name).matches(), place, "is not lowercase letters, digits and dashes");
    ComponentSpec component = graph.component(task);
    if (component == null) {
      findings.add(place, "there is no component " + task.component());
      return;
    }
    new TaskCheck(graph, task, component, place, findings).check();
  }

  /** Kahn's order: what is left over stands in a cycle or behind one. */
  private void cycle() {
    Map<String, Integer> waiting = new HashMap<>();
    dag.tasks()
        .forEach(
            (name, task) ->
                waiting.put(
                    name,
                    (int)
                        task.after().stream()
                            .filter(before -> dag.tasks().containsKey(before))
                            .count()));
    Deque<String> ready = new ArrayDeque<>();
    waiting.forEach((name, count) -> enqueue(ready, name, count));
    int ordered = 0;
    Map<String, List<String>> followers = followers();
    while (!ready.isEmpty()) {
      ordered++;
      for (String follower : followers.getOrDefault(ready.pop(), List.of())) {
        enqueue(ready, follower, waiting.merge(follower, -1, Integer::sum));
      }
    }
    findings.require(ordered == dag.tasks().size(), where, "its tasks wait for one another");
  }

  private static void enqueue(Deque<String> ready, String name, int waiting) {
    if (waiting == 0) {
      ready.add(name);
    }
  }

  private Map<String, List<String>> followers() {
    Map<String, List<String>> followers = new HashMap<>();
    dag.tasks()
        .forEach(
            (name, task) ->
                task.after()
                    .forEach(
                        before ->
                            followers.computeIfAbsent(before, key -> new ArrayList<>()).add(name)));
    return followers;
  }

  private void outputs() {
    var declared = owner.outputs();
    findings.require(
        declared.parameters().keySet().equals(dag.outputParameters().keySet())
            && declared.artifacts().keySet().equals(dag.outputArtifacts().keySet()),
        where,
        "declares other outputs than its graph gives out");
    dag.outputParameters()
        .forEach(
            (name, source) ->
                match(name, source, graph.parameterType(source), declared.parameters().get(name)));
    dag.outputArtifacts()
        .forEach(
            (name, source) ->
                match(name, source, graph.artifactType(source), declared.artifacts().get(name)));
  }

  private void match(String name, TaskOutput source, @Nullable Object from, @Nullable Object to) {
    if (from == null) {
      findings.add(
          where + ".outputs." + name, "no task gives " + source.task() + "." + source.key());
    } else {
      findings.require(
          to == null || from.equals(to),
          where + ".outputs." + name,
          "is " + to + " but gets " + from);
    }
  }
}
