package dev.retrain.testkit.kfp;

import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Set;

/** Checks that the parts of a definition fit together, before anything runs. */
final class DefinitionChecks {

  private final IrDefinition definition;

  private DefinitionChecks(IrDefinition definition) {
    this.definition = definition;
  }

  static void check(IrDefinition definition) {
    DefinitionChecks checks = new DefinitionChecks(definition);
    if (!(definition.outermost().work() instanceof Component.Nested)) {
      throw new RefusedDefinition("the root has no dag");
    }
    checks.component("root", definition.outermost());
    definition.components().forEach(checks::component);
  }

  private void component(String key, Component component) {
    if (component.work() instanceof Component.Nested nested) {
      nested.graph().tasks().values().forEach(task -> task(key, component, nested.graph(), task));
      nested.graph().parameters().values().forEach(from -> given(nested.graph(), from, false));
      nested.graph().artifacts().values().forEach(from -> given(nested.graph(), from, true));
    } else {
      executor(key, component, ((Component.Labelled) component.work()).label());
    }
  }

  private void task(String outer, Component parent, Graph graph, Task task) {
    String where = outer + ", task " + task.name();
    Component called = definition.component(task.component());
    if (task.condition().isPresent()
        && called.work() instanceof Component.Labelled labelled
        && definition.executor(labelled.label()) instanceof Deployed.Importer) {
      throw new RefusedDefinition(where + " puts a condition on an importer");
    }
    inputs(where, task.parameters().keySet(), called.parameters().keySet());
    inputs(where, task.artifacts().keySet(), called.artifacts().keySet());
    called
        .parameters()
        .forEach(
            (name, input) -> {
              if (!input.optional() && !task.parameters().containsKey(name)) {
                throw new RefusedDefinition(where + " gives no parameter " + name);
              }
            });
    called
        .artifacts()
        .keySet()
        .forEach(
            name -> {
              if (!task.artifacts().containsKey(name)) {
                throw new RefusedDefinition(where + " gives no artifact " + name);
              }
            });
    task.parameters()
        .values()
        .forEach(source -> source(where, parent.parameters().keySet(), graph, source, false));
    task.artifacts()
        .values()
        .forEach(source -> source(where, parent.artifacts().keySet(), graph, source, true));
  }

  private static void inputs(String where, Set<String> given, Set<String> declared) {
    for (String name : given) {
      if (!declared.contains(name)) {
        throw new RefusedDefinition(where + " gives " + name + ", which its component lacks");
      }
    }
  }

  private void source(
      String where, Set<String> parent, Graph graph, Source source, boolean artifact) {
    if (source instanceof Source.Parent from && !parent.contains(from.name())) {
      throw new RefusedDefinition(where + " reads the absent input " + from.name());
    }
    if (source instanceof Source.Output from) {
      given(graph, from, artifact);
    }
  }

  private void given(Graph graph, Source.Output from, boolean artifact) {
    Task producer = graph.tasks().get(from.task());
    if (producer == null) {
      throw new RefusedDefinition("there is no task " + from.task() + " in the graph");
    }
    Component component = definition.component(producer.component());
    Set<String> given =
        artifact ? component.givenArtifacts().keySet() : component.givenParameters().keySet();
    if (!given.contains(from.key())) {
      throw new RefusedDefinition("the task " + from.task() + " gives no " + from.key());
    }
  }

  private void executor(String key, Component component, String label) {
    Deployed deployed = definition.executor(label);
    if (deployed instanceof Deployed.Container container) {
      container.words().forEach(word -> Markers.check(word, component, label));
      return;
    }
    if (component.givenArtifacts().size() != 1) {
      throw new RefusedDefinition(key + " imports, and so gives one artifact");
    }
    if (((Deployed.Importer) deployed).address() instanceof Source.Parent parameter
        && !component.parameters().containsKey(parameter.name())) {
      throw new RefusedDefinition(key + " has no parameter " + parameter.name());
    }
  }
}
