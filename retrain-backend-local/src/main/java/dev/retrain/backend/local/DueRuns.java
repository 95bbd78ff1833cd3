package dev.retrain.backend.local;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.registry.ModelRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the runs of schedules that are due, at every tick: nothing runs between calls on this
 * machine. The run is submitted before its time is recorded as started, and its key is made of that
 * time, so that a crash in between, or several processes that look, give one run.
 */
final class DueRuns {

  private static final Logger LOG = LoggerFactory.getLogger(DueRuns.class);

  private final FolderSchedules schedules;
  private final Runs runs;
  private final ModelRegistry registry;
  private final Clock clock;
  private final Consumer<Submission> begin;
  private final Map<String, Instant> warned = new ConcurrentHashMap<>();

  DueRuns(
      FolderSchedules schedules,
      Runs runs,
      ModelRegistry registry,
      Clock clock,
      Consumer<Submission> begin) {
    this.schedules = schedules;
    this.runs = runs;
    this.registry = registry;
    this.clock = clock;
    this.begin = begin;
  }

  /**
   * Starts what is due, and resumes what a process that has died had started. Never fails: a caller
   * that asks for a run is not to suffer from a schedule.
   */
  void look() {
    try {
      List<KeptSchedule> all = schedules.all();
      if (!all.isEmpty()) {
        look(all, clock.instant());
      }
    } catch (RuntimeException e) {
      tell("schedules", Instant.EPOCH, e);
    }
  }

  private void look(List<KeptSchedule> all, Instant now) {
    if (all.stream().anyMatch(kept -> dueTime(kept, now).isPresent())) {
      schedules.unlessBusy(
          change -> {
            for (KeptSchedule kept : schedules.all()) { // as they are while no other process writes
              Optional<Instant> time = dueTime(kept, now);
              if (time.isPresent()) {
                begin(kept, time.get());
              }
            }
          });
    }
  }

  private Optional<Instant> dueTime(KeptSchedule kept, Instant now) {
    Optional<Instant> due = kept.due(now);
    return due.isPresent() ? due : Optional.of(kept.since()).filter(time -> isLeft(kept, time));
  }

  private boolean isLeft(KeptSchedule kept, Instant time) {
    return runs.isLeft(kept.given().pipeline().name(), kept.key(time));
  }

  private void begin(KeptSchedule kept, Instant time) throws IOException {
    try {
      begin.accept(kept.submission(time, champion(kept)));
      schedules.write(new KeptSchedule(kept.given(), time));
    } catch (RuntimeException e) { // also of a backend that is closed
      tell(kept.given().name(), time, e);
    }
  }

  private void tell(String what, Instant time, RuntimeException problem) {
    if (!time.equals(warned.put(what, time))) {
      LOG.warn("{}: no run starts at {}: {}", what, time, problem.getMessage());
    }
  }

  private Optional<ModelVersion> champion(KeptSchedule kept) {
    return kept.given()
        .pipeline()
        .gate()
        .flatMap(gate -> registry.byAlias(gate.registration().modelName(), ModelRegistry.CHAMPION));
  }
}
