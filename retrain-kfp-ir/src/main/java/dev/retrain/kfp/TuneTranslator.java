package dev.retrain.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Wiring;
import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.TaskOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns a search into one plain task per trial and a standard step that keeps the best. Trials run
 * side by side as far as the search allows: each further one waits for the one that many places
 * before it.
 */
final class TuneTranslator {

  private final Definition definition;
  private final ContainerTranslator containers;
  private final StandardTasks standard;

  TuneTranslator(Definition definition, ContainerTranslator containers, StandardTasks standard) {
    this.definition = definition;
    this.containers = containers;
    this.standard = standard;
  }

  /** Adds the trials and the choice among them. */
  List<String> add(String step, ContainerTask task, Search search) {
    List<String> names = new ArrayList<>();
    List<List<TaskOutput>> trials = new ArrayList<>();
    for (Map<String, Node.Scalar> values : Trials.of(search)) {
      TaskDraft draft = new TaskDraft(definition.name(step + "-trial-" + (names.size() + 1)));
      if (names.size() >= search.parallelism()) {
        draft.after(names.get(names.size() - search.parallelism()));
      }
      trials.add(containers.add(draft, trial(task, values)));
      names.add(draft.name());
    }
    best(step, task, search, trials);
    names.add(step);
    return List.copyOf(names);
  }

  private static ContainerTask trial(ContainerTask task, Map<String, Node.Scalar> values) {
    Wiring wiring = task.wiring();
    Map<String, Node.Scalar> all = new TreeMap<>(wiring.hyperparameters());
    all.putAll(values);
    return new ContainerTask(
        task.program(),
        new Wiring(wiring.reads(), wiring.writes(), wiring.parameters(), all, wiring.arguments()),
        task.execution());
  }

  private void best(String step, ContainerTask task, Search search, List<List<TaskOutput>> trials) {
    TaskDraft draft = new TaskDraft(step);
    List<Argument> arguments = new ArrayList<>();
    StandardTasks.flag(arguments, "objective", search.objective().name());
    StandardTasks.flag(arguments, "direction", search.maximize() ? "maximize" : "minimize");
    StandardTasks.flag(arguments, "judged-by", metrics(task));
    List<Artifact<?>> writes = task.wiring().writes();
    for (int trial = 0; trial < trials.size(); trial++) {
      for (int i = 0; i < writes.size(); i++) {
        String name = "trial-" + (trial + 1) + "-" + writes.get(i).name();
        TaskOutput output = trials.get(trial).get(i);
        String key = draft.artifact(name, Kinds.of(writes.get(i).kind()), output);
        StandardTasks.flag(arguments, name, new Argument.InputPath(key));
      }
    }
    for (Artifact<?> artifact : writes) {
      TaskOutput output = draft.gives(artifact.name(), Kinds.of(artifact.kind()));
      StandardTasks.flag(arguments, artifact.name(), new Argument.OutputPath(output.key()));
      definition.produced(
          artifact.name(), new Definition.Produced(output, Kinds.of(artifact.kind())));
    }
    standard.add(draft, "best-trial", arguments);
    definition.task(draft.name(), draft.task());
  }

  private static String metrics(ContainerTask task) {
    return task.wiring().writes().stream()
        .filter(artifact -> artifact.kind() == ArtifactKind.METRICS)
        .map(Artifact::name)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a search writes metrics"));
  }
}
