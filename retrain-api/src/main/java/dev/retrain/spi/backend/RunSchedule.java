package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Tag;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a backend starts runs of a pipeline by itself.
 *
 * <p>Each of its runs carries the schedule's tags and {@link #TAG}, reads the champion at its
 * start, and is adopted like any run started elsewhere. It has a {@link RunKey} only where the
 * backend itself makes one of the schedule's name and time.
 *
 * @param name names it within the backend: lower case letters, digits and single hyphens, beginning
 *     with a letter, at most 40
 * @param pipeline what is run
 * @param cron five fields: minute, hour, day of month, month, day of week
 * @param zone in which the fields are read
 * @param parameters every declared parameter, as {@link Pipeline#bind} gives them
 * @param mode how much each run trains
 * @param tags for the schedule and each of its runs
 */
public record RunSchedule(
    String name,
    Pipeline pipeline,
    String cron,
    ZoneId zone,
    Map<String, String> parameters,
    RetrainMode mode,
    Map<String, String> tags) {

  /** The tag by which a run names the schedule that started it. */
  public static final String TAG = "retrain.schedule";

  private static final int MAX_NAME = 40;

  /**
   * Checks name, times and parameters.
   *
   * @throws InvalidDefinitionException with every problem; a time that never comes is one
   */
  public RunSchedule {
    requireNonNull(zone);
    requireNonNull(mode);
    List<Problem> problems = new ArrayList<>();
    if (name.length() > MAX_NAME || !name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      problems.add(
          problem(
              "illegal-schedule-name",
              name,
              "the name does not have the form of names",
              "Use lower case letters, digits and single hyphens, at most " + MAX_NAME));
    }
    CronFields.problem(cron)
        .ifPresent(
            what ->
                problems.add(
                    problem(
                        "illegal-cron",
                        name,
                        "the expression '" + cron + "' " + what,
                        "Write minute, hour, day of month, month and day of week, as in 0 3 * *"
                            + " *")));
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("schedule " + name, problems);
    }
    parameters = Collections.unmodifiableMap(new TreeMap<>(pipeline.bind(parameters)));
    tags = Tag.spelled(tags);
  }

  private static Problem problem(String code, String name, String what, String fix) {
    return Problem.error(code, "", "schedule " + name, what, fix);
  }

  /** Returns a schedule in UTC with the pipeline's own tags. */
  public static RunSchedule of(
      String name,
      Pipeline pipeline,
      String cron,
      Map<String, String> parameters,
      RetrainMode mode) {
    return new RunSchedule(name, pipeline, cron, ZoneOffset.UTC, parameters, mode, pipeline.tags());
  }

  /** Returns a copy at other times. */
  public RunSchedule at(String otherCron, ZoneId otherZone) {
    return new RunSchedule(name, pipeline, otherCron, otherZone, parameters, mode, tags);
  }
}
