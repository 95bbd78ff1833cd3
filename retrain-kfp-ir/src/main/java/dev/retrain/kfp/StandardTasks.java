package dev.retrain.kfp;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.kfp.ir.Executor;

/**
 * Standard steps that a pipeline does not name itself: what the gate and a search need. They ask
 * for nothing.
 */
final class StandardTasks {

  static final Execution PLAIN = Execution.unspecified();

  private final SpecBuilder definition;
  private final RunLocation place;
  private final ContainerTranslator containers;

  StandardTasks(SpecBuilder definition, RunLocation place, ContainerTranslator containers) {
    this.definition = definition;
    this.place = place;
    this.containers = containers;
  }

  /**
   * Adds the component and executor of a task; putting it into a graph is the caller's business.
   */
  void add(TaskDraft draft, StandardStepCall call) {
    definition.component(draft.name(), draft.component());
    Executor.Container container =
        Executor.Container.of(
            place.stepsImage(), place.command(call.component()), call.arguments());
    containers.executor(draft, container, PLAIN);
  }
}
