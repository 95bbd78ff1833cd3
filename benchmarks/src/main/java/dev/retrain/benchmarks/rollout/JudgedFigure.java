package dev.retrain.benchmarks.rollout;

import dev.retrain.api.metric.Direction;
import java.util.Locale;

/** A figure as the other tools' judges read it: one number per version and look. */
enum JudgedFigure {
  ERRORS(Direction.LOWER_IS_BETTER, 0.01, 0.02),
  ACCURACY(Direction.HIGHER_IS_BETTER, 0.85, 0.80),
  P95(Direction.LOWER_IS_BETTER, VersionTraffic.P95_MILLIS, 1.5 * VersionTraffic.P95_MILLIS),
  REVENUE(Direction.HIGHER_IS_BETTER, 2.5, 1.5);

  private final Direction direction;
  private final double good;
  private final double bad;

  JudgedFigure(Direction direction, double good, double bad) {
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

  /** Returns the value at a look; NaN without requests. */
  double of(SimulatedLook look) {
    return switch (this) {
      case ERRORS -> look.errors().rate();
      case ACCURACY -> look.correct().rate();
      case P95 -> look.latency().quantile(0.95);
      case REVENUE -> look.revenue().mean();
    };
  }

  /** Returns a limit half-way between a good and a bad version. */
  double halfWay() {
    return (good + bad) / 2;
  }

  /** Returns a limit that half of a bad version's checks fail. */
  double bad() {
    return bad;
  }

  /** Returns the rule of the five that tests this figure. */
  SimulatedRule rule() {
    return switch (this) {
      case ERRORS -> SimulatedRule.ERRORS;
      case ACCURACY -> SimulatedRule.ACCURACY;
      case P95 -> SimulatedRule.P95;
      case REVENUE -> SimulatedRule.REVENUE;
    };
  }

  /** Returns a version with this figure made bad, and nothing else. */
  SimulatedVersion fault() {
    return switch (this) {
      case ERRORS -> SimulatedVersion.CHAMPION.withErrorRate(bad);
      case ACCURACY -> SimulatedVersion.CHAMPION.withAccuracy(bad);
      case P95 -> SimulatedVersion.CHAMPION.withLatency(bad / good);
      case REVENUE -> SimulatedVersion.CHAMPION.withBuyers(bad / good);
    };
  }
}
