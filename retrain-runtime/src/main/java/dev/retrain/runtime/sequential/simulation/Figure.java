package dev.retrain.runtime.sequential.simulation;

import dev.retrain.runtime.sequential.Worse;

/** A figure as the other tools' judges see it: one number per version and look. */
enum Figure {
  ERRORS(Worse.HIGHER, 0.015),
  ACCURACY(Worse.LOWER, 0.825),
  P95(Worse.HIGHER, 1.25 * VersionTraffic.P95_MILLIS);

  private final Worse worse;
  private final double limit;

  Figure(Worse worse, double limit) {
    this.worse = worse;
    this.limit = limit;
  }

  Worse worse() {
    return worse;
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
    return worse == Worse.HIGHER ? of(look) > limit : of(look) < limit;
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
