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
 * @param missing until a run that the backend does not know, or a version that the registry does
 *     not show, counts as missing; services show late what they wrote
 */
public record Deadlines(
    Duration submitting, Duration running, Duration judging, Duration preparing, Duration missing) {

  /** Ten minutes: longer than services take to show what they wrote. */
  public static final Duration MISSING = Duration.ofMinutes(10);

  /** One hour, one day, one hour, one hour, ten minutes. */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofHours(1), Duration.ofDays(1), Duration.ofHours(1), Duration.ofHours(1));

  /** Checks that all are above 0. */
  public Deadlines {
    for (Duration deadline : List.of(submitting, running, judging, preparing, missing)) {
      if (deadline.isNegative() || deadline.isZero()) {
        throw new IllegalArgumentException("a deadline must be above 0, is " + deadline);
      }
    }
  }

  /** Creates deadlines with {@link #MISSING}. */
  public Deadlines(Duration submitting, Duration running, Duration judging, Duration preparing) {
    this(submitting, running, judging, preparing, MISSING);
  }

  /** Returns a copy with another deadline for runs. */
  public Deadlines running(Duration time) {
    return new Deadlines(submitting, time, judging, preparing, missing);
  }

  /** Returns a copy with another time after which a run or version counts as missing. */
  public Deadlines missing(Duration time) {
    return new Deadlines(submitting, running, judging, preparing, time);
  }
}
