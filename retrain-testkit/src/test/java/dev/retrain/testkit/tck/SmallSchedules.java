package dev.retrain.testkit.tck;

import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.Translator;
import java.util.List;
import java.util.Optional;

/** The schedules of the small backend: refused like submissions, kept by its service. */
record SmallSchedules(SmallService service, Translator translator) implements Schedules {

  @Override
  public ScheduleSummary put(RunSchedule schedule) {
    translator
        .preflight(schedule.pipeline())
        .orThrow(SmallBackendProvider.NAME, schedule.pipeline());
    return service.schedules.put(schedule);
  }

  @Override
  public Optional<ScheduleSummary> find(String name) {
    return service.schedules.find(name);
  }

  @Override
  public List<ScheduleSummary> list(String pipeline) {
    return service.schedules.list(pipeline);
  }

  @Override
  public void delete(String name) {
    service.schedules.delete(name);
  }
}
