package dev.retrain.translation;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.pipeline.Wiring;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The trials of a search over hyperparameters, as tasks that a backend runs. */
public final class TrialTasks {

  private TrialTasks() {}

  /** Returns the search that a backend must run for a step, if there is one. */
  public static Optional<Search> search(Step step) {
    return step.accept(
        new Step.Visitor<Optional<Search>>() {
          @Override
          public Optional<Search> process(Step.Process process) {
            return Optional.empty();
          }

          @Override
          public Optional<Search> train(Step.Train train) {
            return Optional.empty();
          }

          @Override
          public Optional<Search> tune(Step.Tune tune) {
            return tune.search();
          }

          @Override
          public Optional<Search> evaluate(Step.Evaluate evaluate) {
            return Optional.empty();
          }
        });
  }

  /**
   * Returns the task of one trial: the step's task with the values of the trial among its
   * hyperparameters.
   */
  public static ContainerTask of(ContainerTask task, Map<String, Node.Scalar> values) {
    Wiring wiring = task.wiring();
    Map<String, Node.Scalar> all = new TreeMap<>(wiring.hyperparameters());
    all.putAll(values);
    return new ContainerTask(
        task.program(),
        new Wiring(wiring.reads(), wiring.writes(), wiring.parameters(), all, wiring.arguments()),
        task.execution());
  }

  /**
   * Returns the task that all trials share, for services that fill in the values themselves: every
   * hyperparameter of the search space is an empty text.
   */
  public static ContainerTask template(ContainerTask task, Search search) {
    Map<String, Node.Scalar> empty = new TreeMap<>();
    search.space().keySet().forEach(name -> empty.put(name, (Node.Scalar) Node.of("")));
    return of(task, empty);
  }

  /** Returns the name of the metrics artifact that holds the objective of a trial. */
  public static Optional<String> metrics(ContainerTask task) {
    return task.wiring().writes().stream()
        .filter(artifact -> artifact.kind() == ArtifactKind.METRICS)
        .map(Artifact::name)
        .findFirst();
  }
}
