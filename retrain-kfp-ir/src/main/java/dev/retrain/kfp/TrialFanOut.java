package dev.retrain.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Search;
import dev.retrain.translation.SearchTrials;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns a search into one plain task per trial and a standard step that keeps the best. Trials run
 * side by side as far as the search allows: each further one waits for the one that many places
 * before it.
 */
final class TrialFanOut {

  private final SpecBuilder definition;
  private final ContainerTranslator containers;
  private final StandardTasks standard;

  TrialFanOut(SpecBuilder definition, ContainerTranslator containers, StandardTasks standard) {
    this.definition = definition;
    this.containers = containers;
    this.standard = standard;
  }

  /** Adds the trials and the choice among them. */
  List<String> add(String step, ContainerTask task, Search search) {
    List<String> names = new ArrayList<>();
    List<List<SpecBuilder.Produced>> trials = new ArrayList<>();
    for (Map<String, Node.Scalar> values : SearchTrials.of(search)) {
      TaskDraft draft = new TaskDraft(definition.name(step + "-trial-" + (names.size() + 1)));
      if (names.size() >= search.parallelism()) {
        draft.after(names.get(names.size() - search.parallelism()));
      }
      trials.add(containers.add(draft, TrialTasks.of(task, values)));
      names.add(draft.name());
    }
    best(step, task, search, trials);
    names.add(definition.taskOf(step));
    return List.copyOf(names);
  }

  private void best(
      String step, ContainerTask task, Search search, List<List<SpecBuilder.Produced>> trials) {
    TaskDraft draft = new TaskDraft(definition.taskOf(step));
    StandardStepCall call = new StandardStepCall("best-trial");
    call.option("objective", search.objective().name());
    call.option("direction", search.maximize() ? "maximize" : "minimize");
    call.option(
        "judged-by",
        TrialTasks.metrics(task)
            .orElseThrow(() -> new IllegalStateException("a search writes metrics")));
    call.option("trials", Integer.toString(trials.size()));
    List<Artifact<?>> writes = task.wiring().writes();
    for (int i = 0; i < writes.size(); i++) {
      Artifact<?> artifact = writes.get(i);
      SpecBuilder.Produced produced = draft.gives(artifact);
      definition.produced(artifact.name(), produced);
      if (produced.hasContent()) {
        call.writes(artifact.name(), artifact.kind(), produced.output().key());
        collect(draft, call, i, artifact, trials);
      }
    }
    trials.forEach(outputs -> draft.after(outputs.get(0).output().task()));
    standard.add(draft, call);
    definition.task(draft.name(), draft.task());
  }

  private static void collect(
      TaskDraft draft,
      StandardStepCall call,
      int index,
      Artifact<?> artifact,
      List<List<SpecBuilder.Produced>> trials) {
    for (int trial = 0; trial < trials.size(); trial++) {
      SpecBuilder.Produced by = trials.get(trial).get(index);
      String name = "trial_" + (trial + 1) + "_" + artifact.name();
      call.reads(name, artifact.kind(), draft.artifact(name, by.type(), by.output()));
    }
  }
}
