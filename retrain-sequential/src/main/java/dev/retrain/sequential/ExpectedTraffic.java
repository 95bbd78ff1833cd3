package dev.retrain.sequential;

import java.time.Duration;

/**
 * The traffic a rollout stage expects.
 *
 * @param requestsPerSecond to both versions together
 * @param canaryShare of them that go to the canary, between 0 and 1
 * @param duration of the stage
 * @param usableShare of the requests that the figure is known for in time: 1 for errors and
 *     latency, the share labelled within the stage for accuracy
 */
public record ExpectedTraffic(
    double requestsPerSecond, double canaryShare, Duration duration, double usableShare) {
  private static final double MILLIS = 1000;

  /** Refuses shares out of range and traffic or time that is not positive. */
  public ExpectedTraffic {
    boolean shares = canaryShare > 0 && canaryShare < 1 && usableShare > 0 && usableShare <= 1;
    if (!shares || !(requestsPerSecond > 0) || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "traffic needs requests, a canary share below 1 and time, got %s/s, %s for %s, usable %s"
              .formatted(requestsPerSecond, canaryShare, duration, usableShare));
    }
  }

  /** Traffic whose every request counts. */
  public static ExpectedTraffic of(
      double requestsPerSecond, double canaryShare, Duration duration) {
    return new ExpectedTraffic(requestsPerSecond, canaryShare, duration, 1);
  }

  /** The same traffic, of which only a share is labelled in time. */
  public ExpectedTraffic labelled(double share) {
    return new ExpectedTraffic(requestsPerSecond, canaryShare, duration, share);
  }

  /** Usable canary requests by the end. */
  public double canaryRows() {
    return rowsPerSecond() * duration.toMillis() / MILLIS;
  }

  /** Champion requests per canary request. */
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
