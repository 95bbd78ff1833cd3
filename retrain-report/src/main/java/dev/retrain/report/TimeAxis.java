package dev.retrain.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps instants to horizontal coordinates.
 *
 * @param from the left end
 * @param to the right end
 * @param left coordinate of the left end
 * @param width between the ends
 */
record TimeAxis(Instant from, Instant to, double left, double width) {

  /** A coordinate with its label. */
  record Tick(double x, String label) {}

  private static final int MOST_TICKS = 8;
  private static final DateTimeFormatter MONTH = format("MMM yyyy");
  private static final DateTimeFormatter DAY = format("d MMM");
  private static final DateTimeFormatter HOUR = format("d MMM HH:mm");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  double x(Instant at) {
    double length = Math.max(1, Duration.between(from, to).toSeconds());
    double share = Duration.between(from, at).toSeconds() / length;
    return left + width * Math.min(1, Math.max(0, share));
  }

  /** Returns round times, at most {@value #MOST_TICKS}. */
  List<Tick> ticks() {
    Duration length = Duration.between(from, to);
    if (length.toDays() > 75) {
      return ticks(firstOfMonth(), ChronoUnit.MONTHS, step(length.toDays() / 30.4), MONTH);
    }
    return length.toHours() > 72
        ? ticks(start(ChronoUnit.DAYS), ChronoUnit.DAYS, step((double) length.toDays()), DAY)
        : ticks(start(ChronoUnit.HOURS), ChronoUnit.HOURS, step((double) length.toHours()), HOUR);
  }

  private static long step(double units) {
    return Math.max(1, (long) Math.ceil(units / MOST_TICKS));
  }

  private ZonedDateTime start(ChronoUnit unit) {
    return from.atZone(ZoneOffset.UTC).truncatedTo(unit);
  }

  private ZonedDateTime firstOfMonth() {
    return start(ChronoUnit.DAYS).withDayOfMonth(1);
  }

  private List<Tick> ticks(
      ZonedDateTime first, ChronoUnit unit, long step, DateTimeFormatter label) {
    List<Tick> ticks = new ArrayList<>();
    for (ZonedDateTime at = first; !at.toInstant().isAfter(to); at = at.plus(step, unit)) {
      if (!at.toInstant().isBefore(from)) {
        ticks.add(new Tick(x(at.toInstant()), label.format(at)));
      }
    }
    return ticks;
  }
}
