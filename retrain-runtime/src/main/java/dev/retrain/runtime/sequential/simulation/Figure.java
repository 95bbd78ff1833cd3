package dev.retrain.runtime.sequential.simulation;

import dev.retrain.api.metric.Direction;

/** A figure as the other tools' judges see it: one number per version and look. */
enum Figure {
  ERRORS(Direction.LOWER_IS_BETTER, 0.015),
  ACCURACY(Direction.HIGHER_IS_BETTER, 0.825),
  P95(Direction.LOWER_IS_BETTER, 1.25 * VersionTraffic.P95_MILLIS);

  private final Direction direction;
  private final double limit;

  Figure(Direction direction, double limit) {
    this.direction = direction;
    this.limit = limit;
  }

  Direction direction() {
    return direction;
  }

  /** NaN where the look has no requests. */
  double of(Look look) {
    return switch (this) {
      case ERRORS -> look.errors().rate();
      case ACCURACY -> look.correct().rate();
      case P95 -> look.latency().quantile(0.95);
    };
  }

  /** Whether the fixed-threshold judge counts a failed check. */
  boolean isBeyondLimit(Look look) {
    return direction == Direction.LOWER_IS_BETTER ? of(look) > limit : of(look) < limit;
  }

  /** The rule of the five that is about this figure. */
  Rule rule() {
    return switch (this) {
      case ERRORS -> Rule.ERRORS;
      case ACCURACY -> Rule.ACCURACY;
      case P95 -> Rule.P95;
    };
  }

  /** A version with this figure made bad, and nothing else. */
  Version fault() {
    return switch (this) {
      case ERRORS -> Version.CHAMPION.withErrorRate(0.02);
      case ACCURACY -> Version.CHAMPION.withAccuracy(0.80);
      case P95 -> Version.CHAMPION.withLatency(1.5);
    };
  }
}
