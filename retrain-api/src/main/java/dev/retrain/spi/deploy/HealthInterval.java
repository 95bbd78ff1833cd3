package dev.retrain.spi.deploy;

import java.time.Instant;

/**
 * The time that counts cover, where a service counts by intervals.
 *
 * @param from inclusive
 * @param to exclusive, after {@code from}
 */
public record HealthInterval(Instant from, Instant to) {
  /** Checks the order. */
  public HealthInterval {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("an interval from " + from + " must end after it: " + to);
    }
  }
}
