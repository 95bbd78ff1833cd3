package dev.retrain.api.pipeline;

import java.time.Duration;

/**
 * How often a failed step is started again.
 *
 * @param attempts all attempts, the first included, from 1 to 10
 * @param backoff the pause before the second attempt; doubled before each further one
 */
public record Retry(int attempts, Duration backoff) {

  /** No second attempt. */
  public static final Retry NEVER = new Retry(1, Duration.ZERO);

  /** Checks the ranges. */
  public Retry {
    if (attempts < 1 || attempts > 10) {
      throw new IllegalArgumentException("attempts must lie from 1 to 10, is " + attempts);
    }
    if (backoff.isNegative() || backoff.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("a back-off must lie from 0 to one hour, is " + backoff);
    }
  }

  /** Returns a number of attempts, with ten seconds before the second. */
  public static Retry attempts(int attempts) {
    return new Retry(attempts, Duration.ofSeconds(10));
  }

  /** Returns a copy with another first pause. */
  public Retry backoff(Duration pause) {
    return new Retry(attempts, pause);
  }
}
