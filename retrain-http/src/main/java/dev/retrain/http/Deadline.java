package dev.retrain.http;

import java.time.Duration;

/** The end of a call, on the clock that never jumps. */
record Deadline(Duration total, long endNanos) {

  static Deadline in(Duration time) {
    return new Deadline(time, System.nanoTime() + time.toNanos());
  }

  /** Returns the time that is left, not below zero. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }
}
