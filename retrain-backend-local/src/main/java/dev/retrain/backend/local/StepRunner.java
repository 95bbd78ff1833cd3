package dev.retrain.backend.local;

import dev.retrain.api.pipeline.CachePolicy;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.local.JournalEntry.Event;
import dev.retrain.steps.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Runs one step to its end: from the cache, as one execution, or as a search of many. */
final class StepRunner {

  private final ActiveRun run;
  private final Step step;
  private final StepFolder folder;
  private final StepCache cache;
  private final RunHistory history;

  /**
   * Prepares the execution of a step.
   *
   * @param history of the run under its earlier owners
   */
  StepRunner(ActiveRun run, Step step, RunHistory history) {
    this.history = history;
    this.run = run;
    this.step = step;
    this.folder = run.folderOf(step);
    this.cache = new StepCache(run.services().settings().artifactRoot());
  }

  /** Runs the step and notes its end. */
  StepOutcome run() throws IOException, InterruptedException {
    Optional<CachePolicy> policy = step.task().execution().cache();
    String key =
        policy.isPresent() ? StepCache.key(step, folder, run.submission().dataVersion()) : "";
    // A process that still writes the outputs must not find others in their place.
    boolean isWritten = history.unfinished(step.name(), step.name()).isPresent();
    if (policy.isPresent()
        && !isWritten
        && cache.fetch(key, folder, run.services().clock().instant(), policy.get().maxAge())) {
      run.journal().append(run.entry(Event.CACHED, step, 0).size(outputs()));
      return new StepOutcome.Done();
    }
    StepOutcome outcome = execute();
    if (outcome instanceof StepOutcome.Done) {
      if (policy.isPresent()) {
        cache.store(key, folder, run.services().clock().instant());
      }
      run.journal().append(run.entry(Event.SUCCEEDED, step, 0).size(outputs()));
    } else if (outcome instanceof StepOutcome.Failed failed) {
      run.journal().append(run.entry(Event.FAILED, step, 0).message(failed.failure().why()));
    }
    return outcome;
  }

  private StepOutcome execute() throws IOException, InterruptedException {
    if (step instanceof Step.Tune tune && tune.search().isPresent()) {
      return new SearchRunner(run, tune, tune.search().get(), folder, history).run();
    }
    return new Attempts(run, step, history).run(folder);
  }

  private FolderTree.Size outputs() throws IOException {
    return sizeOf(folder);
  }

  /** Returns how much lies in the outputs of a step. */
  static FolderTree.Size sizeOf(StepFolder folder) throws IOException {
    FolderTree.Size size = new FolderTree.Size(0, 0);
    for (Path output : folder.outputs().values()) {
      size = size.plus(FolderTree.size(output));
    }
    return size;
  }
}
