package dev.retrain.backend.local;

import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.local.RunHistory.Unfinished;
import dev.retrain.backend.local.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Processes of a run whose owner is gone. */
final class Leftovers {

  private final ActiveRun run;
  private final List<Unfinished> unfinished;

  private Leftovers(ActiveRun run, List<Unfinished> unfinished) {
    this.run = run;
    this.unfinished = unfinished;
  }

  static Leftovers of(ActiveRun run, RunHistory history) {
    return new Leftovers(run, history.unfinished());
  }

  static Leftovers of(ActiveRun run, Step step, RunHistory history) {
    return new Leftovers(
        run,
        history.unfinished().stream().filter(left -> left.step().equals(step.name())).toList());
  }

  /**
   * Returns whether a step's process still runs; what only a step left behind brings no step to its
   * end.
   */
  static boolean isAnyStepRunning(RunHistory history) {
    return history.unfinished().stream().anyMatch(left -> left.process().find().isPresent());
  }

  /** Ends them, with their containers where they have any. */
  void end() throws IOException {
    for (Unfinished left : unfinished) {
      Path log = log(run.folder(), left);
      Optional<Step> step =
          run.submission().pipeline().steps().stream()
              .filter(one -> one.name().equals(left.step()))
              .filter(one -> run.services().bindings().of(one).isPresent())
              .findFirst();
      if (step.isPresent()) {
        new Starter(run, step.get()).end(left.process(), log);
      } else {
        tree(run.folder(), left).kill();
      }
    }
  }

  private static ProcessTree tree(RunFolder folder, Unfinished left) {
    return new ProcessTree(left.process(), ChildProcess.mark(log(folder, left)));
  }

  private static Path log(RunFolder folder, Unfinished left) {
    return StepFolder.log(folder.path().resolve(left.folder()), left.number());
  }
}
