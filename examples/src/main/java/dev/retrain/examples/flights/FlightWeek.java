package dev.retrain.examples.flights;

import java.time.LocalDate;
import java.time.temporal.WeekFields;
import java.util.List;

/**
 * The flights of one week, Sunday to Saturday as the American calendar counts them.
 *
 * <p>Counted so, the first half of 2001 is exactly the weeks W01 to W26 (W01 starts on Sunday, 31
 * December, and has no flight of that day), and July starts with W27.
 *
 * @param label the pipeline's {@code week} parameter, {@code 2001-W05}
 * @param from the first day
 * @param until the day after the last
 * @param flights ordered by departure
 */
public record FlightWeek(String label, LocalDate from, LocalDate until, List<Flight> flights) {

  /** Copies the flights. */
  public FlightWeek {
    flights = List.copyOf(flights);
  }

  static FlightWeek startingOn(LocalDate sunday, List<Flight> flights) {
    LocalDate saturday = sunday.plusDays(6);
    WeekFields weeks = WeekFields.SUNDAY_START;
    String label =
        "%d-W%02d"
            .formatted(
                saturday.get(weeks.weekBasedYear()), saturday.get(weeks.weekOfWeekBasedYear()));
    return new FlightWeek(label, sunday, sunday.plusDays(7), flights);
  }

  static LocalDate startOf(LocalDate day) {
    return day.with(WeekFields.SUNDAY_START.dayOfWeek(), 1);
  }
}
