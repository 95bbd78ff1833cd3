package dev.retrain.runtime.sequential;

import java.util.Optional;

/**
 * How many of {@code total} independent requests had the event (an error, a correct answer),
 * counted since the rollout began.
 */
public record Count(long events, long total) {
  /** Nothing counted yet. */
  public static final Count ZERO = new Count(0, 0);

  /** Refuses negative counts and more events than requests. */
  public Count {
    if (events < 0 || total < events) {
      throw new IllegalArgumentException(
          "a count needs 0 <= events <= total, got " + events + " of " + total);
    }
  }

  /**
   * Reads what a metric source reported, rounded to whole requests.
   *
   * @return empty where a figure is NaN, infinite, negative, or the two contradict each other: call
   *     {@link SequentialTest#miss} then
   */
  public static Optional<Count> reported(double events, double total) {
    boolean usable = Double.isFinite(events) && Double.isFinite(total) && events >= 0;
    return usable && Math.round(events) <= Math.round(total)
        ? Optional.of(new Count(Math.round(events), Math.round(total)))
        : Optional.empty();
  }

  /** The requests without the event. */
  public Count complement() {
    return new Count(total - events, total);
  }

  /** The share with the event; NaN while nothing is counted. */
  public double rate() {
    return (double) events / total;
  }

  Count minus(Count earlier) {
    return new Count(events - earlier.events, total - earlier.total);
  }

  boolean canFollow(Count earlier) {
    return events >= earlier.events && total - earlier.total >= events - earlier.events;
  }
}
