package dev.retrain.runtime.trigger;

import java.time.ZoneId;
import java.time.ZoneOffset;

/** Where triggers begin; meant for static import. */
public final class Triggers {

  private Triggers() {}

  /**
   * At the times of a five-field cron expression, in UTC.
   *
   * @param expression minute, hour, day of month, month, day of week, such as {@code 0 3 * * *}
   */
  public static CronTrigger cron(String expression) {
    return cron(expression, ZoneOffset.UTC);
  }

  /** At the times of a five-field cron expression in a zone. */
  public static CronTrigger cron(String expression, ZoneId zone) {
    return new CronTrigger(expression, zone, CronTrigger.Missed.RUN_ONCE);
  }

  /** Begins a trigger on a metric of the live model. */
  public static MetricTrigger.Named metric(String name) {
    return new MetricTrigger.Named(name);
  }

  /** When a flag of the application is switched on; one flip, one run. */
  public static FlagTrigger flag(String name) {
    return new FlagTrigger(name);
  }
}
