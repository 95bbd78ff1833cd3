package dev.retrain.kfp;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Step;
import java.util.List;

/** Adds the tasks of each kind of step, and returns their names. */
final class StepTasks implements Step.Visitor<List<String>> {

  private final SpecBuilder definition;
  private final ContainerTranslator containers;
  private final TrialFanOut tunes;

  StepTasks(SpecBuilder definition, ContainerTranslator containers, TrialFanOut tunes) {
    this.definition = definition;
    this.containers = containers;
    this.tunes = tunes;
  }

  @Override
  public List<String> process(Step.Process step) {
    return container(step.name(), step.task());
  }

  @Override
  public List<String> train(Step.Train step) {
    return container(step.name(), step.task());
  }

  @Override
  public List<String> tune(Step.Tune step) {
    return step.search().isPresent()
        ? tunes.add(step.name(), step.task(), step.search().get())
        : container(step.name(), step.task());
  }

  @Override
  public List<String> evaluate(Step.Evaluate step) {
    return container(step.name(), step.task());
  }

  private List<String> container(String name, ContainerTask task) {
    TaskDraft draft = new TaskDraft(definition.taskOf(name));
    List<Artifact<?>> writes = task.wiring().writes();
    List<SpecBuilder.Produced> outputs = containers.add(draft, task);
    for (int i = 0; i < writes.size(); i++) {
      definition.produced(writes.get(i).name(), outputs.get(i));
    }
    return List.of(draft.name());
  }
}
