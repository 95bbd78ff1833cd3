package dev.retrain.kfp.ir;

import java.time.Duration;

/** Durations in whole seconds, the only unit that servers, Kubernetes and shells all take. */
public final class ProtoDuration {

  private ProtoDuration() {}

  /** Returns the seconds, rounded up, so that a short limit does not become none. */
  public static long of(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}
