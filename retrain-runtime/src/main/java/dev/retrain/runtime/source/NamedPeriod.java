package dev.retrain.runtime.source;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the hour, day, ISO week or month in a file name. */
record NamedPeriod(LocalDateTime from, LocalDateTime until) {

  private static final Pattern NAMED =
      Pattern.compile(
          "(?<!\\d)(?<year>\\d{4})-"
              + "(?:W(?<week>\\d{2})|(?<month>\\d{2})(?:-(?<day>\\d{2})(?:T(?<hour>\\d{2}))?)?)"
              + "(?!\\d)");

  /**
   * Returns the first period in a name; empty if there is none.
   *
   * @throws java.time.DateTimeException if there is no such month, week, day or hour
   */
  static Optional<NamedPeriod> in(String name) {
    Matcher found = NAMED.matcher(name);
    return found.find() ? Optional.of(of(found)) : Optional.empty();
  }

  private static NamedPeriod of(Matcher found) {
    String year = found.group("year");
    if (found.group("week") != null) {
      LocalDate monday =
          LocalDate.parse(
              year + "-W" + found.group("week") + "-1", DateTimeFormatter.ISO_WEEK_DATE);
      return new NamedPeriod(monday.atStartOfDay(), monday.plusWeeks(1).atStartOfDay());
    }
    YearMonth month = YearMonth.parse(year + "-" + found.group("month"));
    if (found.group("day") == null) {
      return new NamedPeriod(
          month.atDay(1).atStartOfDay(), month.plusMonths(1).atDay(1).atStartOfDay());
    }
    LocalDate day = month.atDay(Integer.parseInt(found.group("day")));
    if (found.group("hour") == null) {
      return new NamedPeriod(day.atStartOfDay(), day.plusDays(1).atStartOfDay());
    }
    LocalDateTime hour = day.atTime(Integer.parseInt(found.group("hour")), 0);
    return new NamedPeriod(hour, hour.plusHours(1));
  }

  Instant start(ZoneId zone) {
    return from.atZone(zone).toInstant();
  }

  /**
   * Returns the end; in the hour a clock is set forward this is its start, because it has no rows.
   */
  Instant end(ZoneId zone) {
    return until.atZone(zone).toInstant();
  }
}
