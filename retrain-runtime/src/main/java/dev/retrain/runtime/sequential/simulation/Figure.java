package dev.retrain.runtime.sequential.simulation;

import dev.retrain.api.metric.Direction;
import java.util.Locale;

/** A figure as the other tools' judges see it: one number per version and look. */
enum Figure {
  ERRORS(Direction.LOWER_IS_BETTER, 0.01, 0.02),
  ACCURACY(Direction.HIGHER_IS_BETTER, 0.85, 0.80),
  P95(Direction.LOWER_IS_BETTER, VersionTraffic.P95_MILLIS, 1.5 * VersionTraffic.P95_MILLIS),
  REVENUE(Direction.HIGHER_IS_BETTER, 2.5, 1.5);

  private final Direction direction;
  private final double good;
  private final double bad;

  Figure(Direction direction, double good, double bad) {
    this.direction = direction;
    this.good = good;
    this.bad = bad;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
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
      case REVENUE -> look.revenue().mean();
    };
  }

  /** A limit half-way between a good and a bad version. */
  double halfWay() {
    return (good + bad) / 2;
  }

  /** A limit that half of a bad version's checks fail. */
  double bad() {
    return bad;
  }

  /** The rule of the five that is about this figure. */
  Rule rule() {
    return switch (this) {
      case ERRORS -> Rule.ERRORS;
      case ACCURACY -> Rule.ACCURACY;
      case P95 -> Rule.P95;
      case REVENUE -> Rule.REVENUE;
    };
  }

  /** A version with this figure made bad, and nothing else. */
  Version fault() {
    return switch (this) {
      case ERRORS -> Version.CHAMPION.withErrorRate(bad);
      case ACCURACY -> Version.CHAMPION.withAccuracy(bad);
      case P95 -> Version.CHAMPION.withLatency(bad / good);
      case REVENUE -> Version.CHAMPION.withBuyers(bad / good);
    };
  }
}
