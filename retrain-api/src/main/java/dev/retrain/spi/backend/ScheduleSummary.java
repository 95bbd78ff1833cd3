package dev.retrain.spi.backend;

import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A schedule as the service holds it now; it may have been edited there.
 *
 * @param name of the schedule
 * @param nativeId the service's own name for it
 * @param pipeline the pipeline's name
 * @param contentHash of the pipeline it runs; empty where the service no longer reports it
 * @param cron five fields
 * @param zone in which they are read
 * @param parameters of its runs, the reserved ones left out
 * @param tags it carries
 */
public record ScheduleSummary(
    String name,
    String nativeId,
    String pipeline,
    String contentHash,
    String cron,
    ZoneId zone,
    Map<String, String> parameters,
    Map<String, String> tags) {

  /** Copies the maps. */
  public ScheduleSummary {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** Returns the summary of a schedule that the service holds as it was given. */
  public static ScheduleSummary of(RunSchedule schedule, String nativeId) {
    return new ScheduleSummary(
        schedule.name(),
        nativeId,
        schedule.pipeline().name(),
        schedule.pipeline().contentHash(),
        schedule.cron(),
        schedule.zone(),
        schedule.parameters(),
        schedule.tags());
  }

  /** Returns whether the service still holds the schedule as it was given, without later edits. */
  public boolean isAsGiven(RunSchedule schedule) {
    return equals(of(schedule, nativeId));
  }
}
