package dev.retrain.backend.local;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a cron expression of five fields matches.
 *
 * @param times of the clock on the wall, so computed without a zone
 * @param zone whose clock; a time that the change to summer time skips comes as much later as the
 *     clock is moved, one that comes twice counts at its first
 */
record CronTimes(ExecutionTime times, ZoneId zone) {

  /**
   * Reads an expression.
   *
   * @throws ConfigurationProblem if it has not the five fields of crontab(5)
   */
  static CronTimes of(String expression, ZoneId zone) {
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    try {
      return new CronTimes(ExecutionTime.forCron(parser.parse(expression).validate()), zone);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "asked for the times of the cron expression '" + expression + "': " + e.getMessage(),
          FailureContext.hint("write five fields, such as 0 3 * * *"),
          e);
    }
  }

  /** Returns the last matching time at or before an instant. */
  Optional<Instant> latest(Instant now) {
    Optional<LocalDateTime> time = before(LocalDateTime.ofInstant(now, zone).plusNanos(1));
    while (time.isPresent() && instant(time.get()).isAfter(now)) {
      time = before(time.get());
    }
    return time.map(this::instant);
  }

  private Optional<LocalDateTime> before(LocalDateTime time) {
    return times.lastExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }

  private Instant instant(LocalDateTime time) {
    return time.atZone(zone).toInstant();
  }
}
