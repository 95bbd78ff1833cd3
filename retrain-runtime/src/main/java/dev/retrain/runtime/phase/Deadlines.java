package dev.retrain.runtime.phase;

import java.time.Duration;
import java.util.List;

/**
 * How long phases may last before the loop acts.
 *
 * @param submitting until the backend has accepted a run
 * @param running until a run has ended; then it is cancelled
 * @param judging until there is a verdict
 * @param preparing until a version is ready to answer
 */
public record Deadlines(
    Duration submitting, Duration running, Duration judging, Duration preparing) {

  /** One hour, one day, one hour, one hour. */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofHours(1), Duration.ofDays(1), Duration.ofHours(1), Duration.ofHours(1));

  /** Checks that all are above 0. */
  public Deadlines {
    for (Duration deadline : List.of(submitting, running, judging, preparing)) {
      if (deadline.isNegative() || deadline.isZero()) {
        throw new IllegalArgumentException("a deadline must be above 0, is " + deadline);
      }
    }
  }

  /** The same with another deadline for runs. */
  public Deadlines running(Duration time) {
    return new Deadlines(submitting, time, judging, preparing);
  }
}
