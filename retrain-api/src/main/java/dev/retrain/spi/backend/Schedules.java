package dev.retrain.spi.backend;

import java.util.List;
import java.util.Optional;

/**
 * The schedules a backend keeps: it starts their runs by itself, whether a client is connected or
 * not. Thread-safe; the calls are single-shot and fail like those of {@link Backend}.
 *
 * <p>The service is authoritative: nothing is cached here, so that a schedule that was edited or
 * deleted there is reported as such.
 *
 * <p>Each scheduled time starts one run, however many processes or retries try to start it. Of
 * times that were missed, for example while the service was down, the newest starts a run when the
 * service is back; the earlier ones are skipped. A time at or before the schedule was created or
 * last changed starts none. A run that is still active does not delay the next one.
 */
public interface Schedules {

  /**
   * Creates a schedule, or changes the existing one of this name to what is given. A repeated call
   * changes nothing: one name is one schedule, also when an answer was lost or two clients call at
   * once.
   *
   * @return what the service has now
   * @throws dev.retrain.api.error.RetrainException as {@link Preflight#orThrow} before anything is
   *     created
   */
  ScheduleSummary put(RunSchedule schedule);

  /** Returns the schedule of a name. */
  Optional<ScheduleSummary> find(String name);

  /** Returns the schedules of a pipeline by name, including those made by others. */
  List<ScheduleSummary> list(String pipeline);

  /**
   * Starts the runs that are due, where the backend has no service that does; called at every tick.
   * A service's own schedules need nothing.
   */
  default void beginDue() {}

  /** Deletes a schedule; an absent one counts as deleted. Runs it started continue. */
  void delete(String name);
}
