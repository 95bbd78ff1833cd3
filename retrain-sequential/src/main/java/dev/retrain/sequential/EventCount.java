package dev.retrain.sequential;

import java.util.Optional;

/**
 * Counts how many of {@code total} independent requests had an event (an error, a correct answer),
 * since the start of the rollout.
 */
public record EventCount(long events, long total) {
  /** Nothing counted yet. */
  public static final EventCount ZERO = new EventCount(0, 0);

  /** Rejects negative counts and more events than requests. */
  public EventCount {
    if (events < 0 || total < events) {
      throw new IllegalArgumentException(
          "a count requires 0 <= events <= total, got " + events + " of " + total);
    }
  }

  /**
   * Converts what a metric source reported, rounded to whole requests.
   *
   * @return empty if a value is NaN, infinite, negative, or the two contradict each other: call
   *     {@link SequentialTest#miss} then
   */
  public static Optional<EventCount> reported(double events, double total) {
    boolean usable = Double.isFinite(events) && Double.isFinite(total) && events >= 0;
    return usable && Math.round(events) <= Math.round(total)
        ? Optional.of(new EventCount(Math.round(events), Math.round(total)))
        : Optional.empty();
  }

  /** Returns the count of the requests without the event. */
  public EventCount complement() {
    return new EventCount(total - events, total);
  }

  /** Returns the share of requests with the event; NaN while nothing is counted. */
  public double rate() {
    return (double) events / total;
  }

  EventCount minus(EventCount earlier) {
    return new EventCount(events - earlier.events, total - earlier.total);
  }

  boolean canFollow(EventCount earlier) {
    return events >= earlier.events && total - earlier.total >= events - earlier.events;
  }
}
