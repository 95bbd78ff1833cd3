package dev.retrain.sequential;

import java.time.Duration;

/**
 * Describes the traffic that a rollout stage expects.
 *
 * @param requestsPerSecond to both versions together
 * @param canaryShare share of them that the canary receives, between 0 and 1, exclusive
 * @param duration length of the stage
 * @param usableShare share of the requests whose value is known before the stage ends: 1 for errors
 *     and latency, the share labelled within the stage for accuracy
 */
public record ExpectedTraffic(
    double requestsPerSecond, double canaryShare, Duration duration, double usableShare) {
  private static final double MILLIS = 1000;

  /** Rejects shares out of range and traffic or time that is not positive. */
  public ExpectedTraffic {
    boolean shares = canaryShare > 0 && canaryShare < 1 && usableShare > 0 && usableShare <= 1;
    if (!shares || !(requestsPerSecond > 0) || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "expected traffic requires requests, a canary share below 1 and a duration, got %s/s, %s for %s, usable %s"
              .formatted(requestsPerSecond, canaryShare, duration, usableShare));
    }
  }

  /** Returns traffic whose every request is usable. */
  public static ExpectedTraffic of(
      double requestsPerSecond, double canaryShare, Duration duration) {
    return new ExpectedTraffic(requestsPerSecond, canaryShare, duration, 1);
  }

  /** Returns the same traffic with only a share of it labelled in time. */
  public ExpectedTraffic labelled(double share) {
    return new ExpectedTraffic(requestsPerSecond, canaryShare, duration, share);
  }

  /** Returns the usable canary requests by the end of the stage. */
  public double canaryRows() {
    return rowsPerSecond() * duration.toMillis() / MILLIS;
  }

  /** Returns the champion requests per canary request. */
  double championRatio() {
    return (1 - canaryShare) / canaryShare;
  }

  Duration timeFor(long canaryRows) {
    double millis = Math.ceil((double) canaryRows / rowsPerSecond() * MILLIS);
    return Duration.ofMillis((long) Math.min(millis, Long.MAX_VALUE / 2.0));
  }

  private double rowsPerSecond() {
    return requestsPerSecond * canaryShare * usableShare;
  }
}
