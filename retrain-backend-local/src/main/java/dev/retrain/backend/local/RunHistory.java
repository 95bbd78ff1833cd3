package dev.retrain.backend.local;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.local.process.ProcessIdentity;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepRun.State;
import dev.retrain.spi.backend.StepUsage;
import dev.retrain.steps.folder.FolderTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a run and each of its steps stand, read from its journal. */
final class RunHistory {

  /**
   * An attempt that was started and whose end was not noted.
   *
   * @param step its step
   * @param folder where it worked, below the run's folder
   * @param number of the attempt, from 1
   * @param process that was started
   */
  record Unfinished(String step, String folder, int number, ProcessIdentity process) {}

  private static final class Progress {
    State state = State.PENDING;
    int attempts;
    Optional<Instant> started = Optional.empty();
    Optional<Instant> ended = Optional.empty();
    Optional<String> message = Optional.empty();
    final Map<String, Unfinished> unfinished = new LinkedHashMap<>();
    final Map<String, Integer> attemptsByFolder = new LinkedHashMap<>();
    Optional<FolderTree.Size> size = Optional.empty();
    Duration earlier = Duration.ZERO;

    /** Returns the time from the first attempt to the end of the last since it was resumed. */
    Duration time() {
      Duration time =
          started
              .flatMap(from -> ended.map(to -> Duration.between(from, to)))
              .orElse(Duration.ZERO);
      return time.isNegative() ? Duration.ZERO : time; // the clock may have been set back
    }
  }

  private final Map<String, Progress> steps = new LinkedHashMap<>();
  private final Set<String> requests = new HashSet<>();
  private Optional<ProcessIdentity> owner = Optional.empty();

  private RunHistory() {}

  static RunHistory of(List<JournalEntry> entries) {
    RunHistory history = new RunHistory();
    entries.forEach(history::fold);
    return history;
  }

  private void fold(JournalEntry entry) {
    if (entry.event() == JournalEntry.Event.RESUMED) {
      resume(entry);
      return;
    }
    if (entry.step().isEmpty()) {
      owner = entry.process();
      return;
    }
    Progress step = steps.computeIfAbsent(entry.step().get(), name -> new Progress());
    step.message = entry.message();
    switch (entry.event()) {
      case OWNED, RESUMED -> throw new IllegalStateException("a step is not owned");
      case STARTED -> {
        step.state = State.RUNNING;
        step.attempts = Math.max(step.attempts, entry.attempt());
        step.started = step.started.or(() -> Optional.of(entry.at()));
        step.ended = Optional.empty();
        started(step, entry);
      }
      case ADOPTED -> step.state = State.RUNNING;
      case RETRIED -> {
        step.state = State.RUNNING;
        step.unfinished.remove(folder(entry));
      }
      case SUCCEEDED -> end(step, State.SUCCEEDED, entry);
      case CACHED -> end(step, State.CACHED, entry);
      case FAILED -> end(step, State.FAILED, entry);
      case SKIPPED -> end(step, State.SKIPPED, entry);
      case CANCELLED -> end(step, State.CANCELLED, entry);
    }
  }

  /** What had not ended well waits again. */
  private void resume(JournalEntry entry) {
    entry.message().ifPresent(requests::add);
    for (Progress step : steps.values()) {
      if (step.size.isEmpty()) {
        step.earlier = step.earlier.plus(step.time());
        step.state = State.PENDING;
        step.started = Optional.empty();
        step.ended = Optional.empty();
        step.message = Optional.empty();
      }
    }
  }

  /** Returns whether a request has resumed the run. */
  boolean isResumedBy(String request) {
    return requests.contains(request);
  }

  /** Returns how often the run was resumed. */
  int resumptions() {
    return requests.size();
  }

  private static void started(Progress step, JournalEntry entry) {
    String folder = folder(entry);
    step.attemptsByFolder.merge(folder, entry.attempt(), Math::max);
    step.unfinished.remove(folder);
    entry
        .process()
        .ifPresent(
            process ->
                step.unfinished.put(
                    folder,
                    new Unfinished(entry.step().orElseThrow(), folder, entry.attempt(), process)));
  }

  private static String folder(JournalEntry entry) {
    return entry.folder().or(entry::step).orElseThrow();
  }

  private static void end(Progress step, State state, JournalEntry entry) {
    step.state = state;
    step.ended = state == State.SKIPPED ? Optional.empty() : Optional.of(entry.at());
    step.unfinished.clear();
    step.size = entry.size();
  }

  /** Returns the process that drives or drove the run. */
  Optional<ProcessIdentity> owner() {
    return owner;
  }

  /** Returns the outputs' size of a step that ended well, now or in an earlier run. */
  Optional<FolderTree.Size> finished(String step) {
    Progress progress = steps.get(step);
    return progress == null ? Optional.empty() : progress.size;
  }

  /** Returns how many attempts of a step were started in a folder below the run's. */
  int attempts(String step, String folder) {
    Progress progress = steps.get(step);
    return progress == null ? 0 : progress.attemptsByFolder.getOrDefault(folder, 0);
  }

  /** Returns the attempt of a step in a folder whose end was not noted. */
  Optional<Unfinished> unfinished(String step, String folder) {
    Progress progress = steps.get(step);
    return progress == null
        ? Optional.empty()
        : Optional.ofNullable(progress.unfinished.get(folder));
  }

  /** Returns every attempt whose end was not noted. */
  List<Unfinished> unfinished() {
    return steps.values().stream().flatMap(step -> step.unfinished.values().stream()).toList();
  }

  List<StepRun> steps(Pipeline pipeline) {
    List<StepRun> all = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      Progress progress = steps.getOrDefault(step.name(), new Progress());
      StepRun run =
          new StepRun(
              step.name(),
              progress.state,
              progress.attempts,
              progress.started,
              progress.ended,
              progress.message);
      all.add(usage(progress).map(run::using).orElse(run));
    }
    return all;
  }

  /** Returns the time on this machine; what lies between a failure and a resumption is none. */
  private static Optional<StepUsage> usage(Progress step) {
    return step.started
        .flatMap(from -> step.ended.filter(to -> !to.isBefore(from))) // it may have been set back
        .map(
            to ->
                new StepUsage(
                    LocalTranslator.MACHINE,
                    1,
                    step.earlier.plus(step.time()),
                    StepUsage.Basis.MEASURED));
  }
}
