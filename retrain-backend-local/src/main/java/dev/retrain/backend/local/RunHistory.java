package dev.retrain.backend.local;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepRun.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a journal says about a run: where each step stands. */
final class RunHistory {

  private static final class Progress {
    State state = State.PENDING;
    int attempts;
    Optional<Instant> started = Optional.empty();
    Optional<Instant> ended = Optional.empty();
    Optional<String> message = Optional.empty();
    final List<ProcessIdentity> processes = new ArrayList<>();
    Optional<Trees.Size> size = Optional.empty();
  }

  private final Map<String, Progress> steps = new LinkedHashMap<>();
  private Optional<ProcessIdentity> owner = Optional.empty();

  private RunHistory() {}

  static RunHistory of(List<JournalEntry> entries) {
    RunHistory history = new RunHistory();
    entries.forEach(history::fold);
    return history;
  }

  private void fold(JournalEntry entry) {
    if (entry.step().isEmpty()) {
      owner = entry.process();
      return;
    }
    Progress step = steps.computeIfAbsent(entry.step().get(), name -> new Progress());
    step.message = entry.message();
    switch (entry.event()) {
      case OWNED -> throw new IllegalStateException("a step is not owned");
      case STARTED -> {
        step.state = State.RUNNING;
        step.attempts = Math.max(step.attempts, entry.attempt());
        step.started = step.started.or(() -> Optional.of(entry.at()));
        step.ended = Optional.empty();
        entry.process().ifPresent(step.processes::add);
      }
      case RETRIED -> step.state = State.RUNNING;
      case SUCCEEDED -> end(step, State.SUCCEEDED, entry);
      case CACHED -> end(step, State.CACHED, entry);
      case FAILED -> end(step, State.FAILED, entry);
      case SKIPPED -> end(step, State.SKIPPED, entry);
      case CANCELLED -> end(step, State.CANCELLED, entry);
    }
  }

  private static void end(Progress step, State state, JournalEntry entry) {
    step.state = state;
    step.ended = state == State.SKIPPED ? Optional.empty() : Optional.of(entry.at());
    step.processes.clear();
    step.size = entry.size();
  }

  /** The process that drives or drove the run. */
  Optional<ProcessIdentity> owner() {
    return owner;
  }

  /** The outputs' size of a step that ended well, now or in an earlier run. */
  Optional<Trees.Size> finished(String step) {
    Progress progress = steps.get(step);
    return progress == null ? Optional.empty() : progress.size;
  }

  int attempts(String step) {
    Progress progress = steps.get(step);
    return progress == null ? 0 : progress.attempts;
  }

  /** Processes that were started and whose end was not seen. */
  List<ProcessIdentity> unfinishedProcesses() {
    return steps.values().stream().flatMap(step -> step.processes.stream()).toList();
  }

  List<StepRun> steps(Pipeline pipeline) {
    List<StepRun> all = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      Progress progress = steps.getOrDefault(step.name(), new Progress());
      all.add(
          new StepRun(
              step.name(),
              progress.state,
              progress.attempts,
              progress.started,
              progress.ended,
              progress.message));
    }
    return all;
  }
}
