package dev.retrain.spi.backend;

import java.util.List;
import java.util.Optional;

/**
 * The schedules a backend keeps: it begins their runs by itself, whether anybody is connected or
 * not. Thread-safe; the calls are single-shot and fail like those of {@link Backend}.
 *
 * <p>The service is the truth: nothing is remembered here, so that a schedule that was edited or
 * deleted there is seen to be.
 *
 * <p>A time that comes begins one run, however many processes or retries begin it. Of times that
 * were missed, while the service was down say, the newest begins a run when the service is back and
 * the earlier ones are passed over. A time at or before the schedule was given, or was last
 * changed, begins none. A run that still goes on does not hold the next one up.
 */
public interface Schedules {

  /**
   * Creates a schedule, or makes the one of this name as it is given. Asked again it changes
   * nothing: one name is one schedule, also when an answer was lost or two ask at once.
   *
   * @return what the service has now
   * @throws dev.retrain.api.error.RetrainException as {@link Preflight#orThrow} before anything is
   *     created
   */
  ScheduleSummary put(RunSchedule schedule);

  /** The schedule of a name. */
  Optional<ScheduleSummary> find(String name);

  /** The schedules of a pipeline by name, those that others have made included. */
  List<ScheduleSummary> list(String pipeline);

  /** Deletes a schedule; one that is not there is deleted already. Runs it began go on. */
  void delete(String name);
}
