package dev.retrain.testkit.kfp;

import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph of tasks.
 *
 * @param tasks by name
 * @param parameters the outputs of the component, by name
 * @param artifacts the outputs of the component, by name
 */
record Graph(
    Map<String, Task> tasks,
    Map<String, Source.Output> parameters,
    Map<String, Source.Output> artifacts) {

  /**
   * Returns the tasks, each after those it waits for.
   *
   * @throws RefusedDefinition if tasks wait for one another or for one that is absent
   */
  List<Task> inOrder() {
    List<Task> order = new ArrayList<>();
    Set<String> done = new LinkedHashSet<>();
    tasks.keySet().forEach(name -> visit(name, done, new LinkedHashSet<>(), order));
    return order;
  }

  private void visit(String name, Set<String> done, Set<String> open, List<Task> order) {
    if (done.contains(name)) {
      return;
    }
    Task task = tasks.get(name);
    if (task == null) {
      throw new RefusedDefinition("a task waits for " + name + ", which is not in its graph");
    }
    if (!open.add(name)) {
      throw new RefusedDefinition("the tasks " + open + " wait for one another");
    }
    task.after().forEach(before -> visit(before, done, open, order));
    open.remove(name);
    done.add(name);
    order.add(task);
  }
}
