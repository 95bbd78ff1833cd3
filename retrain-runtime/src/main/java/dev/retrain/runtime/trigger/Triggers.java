package dev.retrain.runtime.trigger;

import dev.retrain.api.metric.Margin;
import dev.retrain.api.retraining.Trigger;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Where triggers begin; meant for static import. */
public final class Triggers {

  private static final Duration WEEK = Duration.ofDays(7);

  private Triggers() {}

  /**
   * Returns a trigger that fires at the times of a five-field cron expression, in UTC.
   *
   * @param expression minute, hour, day of month, month, day of week, such as {@code 0 3 * * *}
   */
  public static CronTrigger cron(String expression) {
    return cron(expression, ZoneOffset.UTC);
  }

  /** Returns a trigger that fires at the times of a five-field cron expression in a zone. */
  public static CronTrigger cron(String expression, ZoneId zone) {
    return new CronTrigger(expression, zone, CronTrigger.Missed.RUN_ONCE);
  }

  /** Begins a trigger on a metric of the live model. */
  public static MetricTrigger.Named metric(String name) {
    return new MetricTrigger.Named(name);
  }

  /**
   * Returns a trigger that fires when a flag of the application is switched on; one flip, one run.
   */
  public static FlagTrigger flag(String name) {
    return new FlagTrigger(name);
  }

  /**
   * Returns a trigger that fires when the data of a window differs from what the champion was
   * trained on.
   */
  public static DriftTrigger drift() {
    return DriftTrigger.of(DriftTrigger.Preset.STANDARD);
  }

  /**
   * Returns a trigger that fires at a PSI above 0.2 or a KS statistic above 0.05, in any window of
   * 1,000 rows.
   */
  public static DriftTrigger guide() {
    return DriftTrigger.of(DriftTrigger.Preset.GUIDE);
  }

  /**
   * Returns a trigger that fires when the metric has dropped and the data drifts, or the data
   * drifts with confidence above 0.8; the drop is 0.02 below the mean of the seven days before.
   *
   * @param metric a built-in one
   */
  public static ConservativeTrigger conservative(String metric) {
    return new ConservativeTrigger(metric);
  }

  /**
   * Returns the switch from batch to online: online once the 90th percentile over features of the
   * population stability index of a window is above a level, batch again once it is below another.
   */
  public static ModeSwitch modeSwitch(double online, double batch) {
    return ModeSwitch.of(ModeSwitch.Measure.PSI, online, batch);
  }

  /**
   * Returns a trigger that fires when a metric is worse than its mean of the seven days before by
   * more than a margin.
   */
  public static BaselineTrigger drop(String metric, Margin margin) {
    return new BaselineTrigger(metric, Optional.of(margin), Optional.empty(), WEEK);
  }

  /**
   * Returns a trigger that fires when a metric is worse than its mean of the seven days before by
   * more than a number of standard deviations.
   */
  public static BaselineTrigger dropBySigmas(String metric, double sigmas) {
    return new BaselineTrigger(metric, Optional.empty(), Optional.of(sigmas), WEEK);
  }

  /** Returns a trigger that fires when any of the triggers fires. */
  public static CombinedTrigger any(Trigger... triggers) {
    return atLeast(1, triggers);
  }

  /** Returns a trigger that fires when all of the triggers fire at the same look. */
  public static CombinedTrigger all(Trigger... triggers) {
    return atLeast(triggers.length, triggers);
  }

  /** Returns a trigger that fires when at least so many of the triggers fire at the same look. */
  public static CombinedTrigger atLeast(int number, Trigger... triggers) {
    return new CombinedTrigger(List.of(triggers), number, List.of());
  }

  /**
   * Returns a smoothing over windows.
   *
   * @param weight of the newest value, above 0 to 1
   */
  public static Ewma ewma(double weight) {
    return new Ewma(weight);
  }

  /**
   * Returns a smoothing by which values a half-life old count half, for values at equal intervals.
   */
  public static Ewma ewma(Duration halfLife, Duration interval) {
    return Ewma.halfLife(halfLife, interval);
  }
}
