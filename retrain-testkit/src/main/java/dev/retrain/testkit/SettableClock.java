package dev.retrain.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that changes only when it is moved. Thread-safe. */
public final class SettableClock extends Clock {

  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  private SettableClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** Returns a clock that shows an instant, in UTC. */
  public static SettableClock at(Instant start) {
    return new SettableClock(new AtomicReference<>(requireNonNull(start)), ZoneOffset.UTC);
  }

  /** Returns a clock that shows an instant, such as {@code 2001-02-03T00:00:00Z}. */
  public static SettableClock at(String start) {
    return at(Instant.parse(start));
  }

  /** Moves it to an instant, back in time if need be. */
  public void set(Instant instant) {
    now.set(requireNonNull(instant));
  }

  /**
   * Moves it by a duration.
   *
   * @return the new time
   */
  public Instant advance(Duration by) {
    return now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return requireNonNull(now.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new SettableClock(now, other);
  }

  @Override
  public String toString() {
    return "clock at " + instant();
  }
}
