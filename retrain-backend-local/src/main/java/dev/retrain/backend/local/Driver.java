package dev.retrain.backend.local;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.local.JournalEntry.Event;
import dev.retrain.backend.local.RunResult.Failure;
import dev.retrain.backend.local.process.ProcessIdentity;
import dev.retrain.steps.folder.FolderTree;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Drives one run to its end: starts every step whose upstream has ended, stops everything when one
 * fails or the run is cancelled, then judges the gate. What an earlier owner of the run had
 * finished is kept, processes it had started and that still run are adopted, and the rest starts
 * again.
 */
final class Driver {

  private static final long LOOK_MILLIS = 100;

  /** A step's end as its thread reports it; the exception is one of recording, not of the step. */
  private record Ended(Step step, StepOutcome outcome, Optional<Exception> broken) {}

  private final ActiveRun run;
  private final Pipeline pipeline;
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final Set<String> done = new HashSet<>();
  private final Set<String> started = new LinkedHashSet<>();
  private int running;

  Driver(ActiveRun run) {
    this.run = run;
    this.pipeline = run.submission().pipeline();
  }

  /**
   * Drives the run.
   *
   * @return how it ended; empty when it was stopped because this process ends, so that another may
   *     take it up
   * @throws IOException if what happened cannot be recorded
   */
  Optional<RunResult> drive() throws IOException, InterruptedException {
    RunHistory history = takeUp();
    Optional<Failure> failure = Optional.empty();
    while (done.size() < pipeline.steps().size() && failure.isEmpty() && !isCancelled()) {
      startReady(history);
      failure = awaitOne();
      if (run.control().isStopped()) {
        // Given up, whatever the steps reported while they were stopped: that is no failure.
        awaitRest();
        return Optional.empty();
      }
    }
    return Optional.of(finish(failure));
  }

  private RunHistory takeUp() throws IOException {
    run.journal().mend();
    RunHistory history = RunHistory.of(run.journal().read());
    run.journal()
        .append(
            JournalEntry.of(run.services().clock().instant(), Event.OWNED)
                .process(Optional.of(ProcessIdentity.of(ProcessHandle.current()))));
    for (Step step : pipeline.steps()) {
      Optional<FolderTree.Size> size = history.finished(step.name());
      if (size.isPresent() && size.get().equals(StepRunner.sizeOf(run.folderOf(step)))) {
        done.add(step.name());
      }
    }
    endWhatCannotBeAdopted(history);
    return history;
  }

  /** A process that reads what is to be written anew works on what will not be there. */
  private void endWhatCannotBeAdopted(RunHistory history) throws IOException {
    for (Step step : pipeline.steps()) {
      boolean ready = !isCancelled() && done.containsAll(pipeline.upstream(step));
      if (done.contains(step.name()) || !ready) {
        Leftovers.of(run, step, history).end();
      }
    }
  }

  private void startReady(RunHistory history) {
    for (Step step : pipeline.steps()) {
      if (!done.contains(step.name())
          && !started.contains(step.name())
          && done.containsAll(pipeline.upstream(step))) {
        started.add(step.name());
        running++;
        run.services().threads().execute(() -> ended.add(run(step, history)));
      }
    }
  }

  private Ended run(Step step, RunHistory history) {
    try {
      return new Ended(step, new StepRunner(run, step, history).run(), Optional.empty());
    } catch (IOException | RuntimeException e) {
      return new Ended(step, new StepOutcome.Stopped(), Optional.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ended(step, new StepOutcome.Stopped(), Optional.of(e));
    }
  }

  /** Waits for the next end, or a moment. */
  private Optional<Failure> awaitOne() throws IOException, InterruptedException {
    Ended next = ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return next == null ? Optional.empty() : settle(next);
  }

  private Optional<Failure> settle(Ended end) throws IOException {
    running--;
    started.remove(end.step().name());
    if (end.broken().isPresent()) {
      return Optional.of(
          Failure.of(
              "the step "
                  + end.step().name()
                  + " could not be recorded or executed: "
                  + end.broken().get()));
    }
    if (end.outcome() instanceof StepOutcome.Done) {
      done.add(end.step().name());
    } else if (end.outcome() instanceof StepOutcome.Failed failed) {
      return Optional.of(failed.failure());
    }
    return Optional.empty();
  }

  private boolean isCancelled() {
    return run.folder().cancelRequested();
  }

  private RunResult finish(Optional<Failure> failure) throws IOException, InterruptedException {
    boolean all = done.size() == pipeline.steps().size();
    if (failure.isEmpty() && all) {
      return judged();
    }
    run.control().stop();
    awaitRest();
    noteUnfinished(failure);
    return failure
        .map(what -> RunResult.failed(run.services().clock().instant(), what))
        .orElseGet(() -> RunResult.cancelled(run.services().clock().instant()));
  }

  private RunResult judged() throws IOException {
    try {
      return new Conclusion(run).judge();
    } catch (RetrainException e) {
      return RunResult.failed(
          run.services().clock().instant(),
          Failure.of("the gate could not be judged or its model registered: " + e.getMessage()));
    }
  }

  private void awaitRest() throws InterruptedException {
    while (running > 0) {
      Ended next = ended.take();
      running--;
      if (next.outcome() instanceof StepOutcome.Done) {
        started.remove(next.step().name());
        done.add(next.step().name());
      }
    }
  }

  private void noteUnfinished(Optional<Failure> failure) throws IOException {
    Optional<String> failed = failure.flatMap(Failure::step);
    for (Step step : pipeline.steps()) {
      if (!done.contains(step.name()) && !failed.equals(Optional.of(step.name()))) {
        Event event = started.contains(step.name()) ? Event.CANCELLED : Event.SKIPPED;
        run.journal().append(run.entry(event, step, 0));
      }
    }
  }
}
