package dev.retrain.testkit;

import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Schedules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Schedules in memory that come due when a test calls for it. Thread-safe. */
public final class InMemorySchedules implements Schedules {

  private final Map<String, RunSchedule> kept = new TreeMap<>();

  /** Returns the schedules as they were put, for the part that starts their runs. */
  public synchronized Optional<RunSchedule> given(String name) {
    return Optional.ofNullable(kept.get(name));
  }

  /** Changes a schedule, as an edit at the service's console would. */
  public synchronized void edit(RunSchedule changed) {
    kept.computeIfPresent(changed.name(), (name, was) -> changed);
  }

  @Override
  public synchronized ScheduleSummary put(RunSchedule schedule) {
    kept.put(schedule.name(), schedule);
    return summary(schedule);
  }

  private static ScheduleSummary summary(RunSchedule schedule) {
    return ScheduleSummary.of(schedule, "schedule/" + schedule.name());
  }

  @Override
  public synchronized Optional<ScheduleSummary> find(String name) {
    return given(name).map(InMemorySchedules::summary);
  }

  @Override
  public synchronized List<ScheduleSummary> list(String pipeline) {
    return kept.values().stream()
        .filter(schedule -> schedule.pipeline().name().equals(pipeline))
        .map(InMemorySchedules::summary)
        .toList();
  }

  @Override
  public synchronized void delete(String name) {
    kept.remove(name);
  }
}
