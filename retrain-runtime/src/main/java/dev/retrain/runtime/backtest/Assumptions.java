package dev.retrain.runtime.backtest;

import static java.util.Objects.requireNonNull;

import dev.retrain.runtime.cost.Costing;
import java.time.Duration;
import java.util.Optional;

/**
 * What a replay pretends about runs, since it trains nothing. A report prints all of it.
 *
 * @param runTime how long a run takes, not negative; steps nothing else tells the time of share it
 *     in equal parts
 * @param recovery how long the metrics are at their medians after a promotion; empty when they stay
 *     as they were recorded
 * @param costing what a run costs; empty when nothing is priced, and then spending limits do not
 *     hold either
 */
public record Assumptions(
    Duration runTime, Optional<Duration> recovery, Optional<Costing> costing) {

  /** Runs take an hour, nothing recovers, nothing is priced. */
  public static final Assumptions DEFAULT =
      new Assumptions(Duration.ofHours(1), Optional.empty(), Optional.empty());

  /** Checks the ranges. */
  public Assumptions {
    requireNonNull(costing);
    if (runTime.isNegative()) {
      throw new IllegalArgumentException("a run takes no negative time, " + runTime);
    }
    if (recovery.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
      throw new IllegalArgumentException("a recovery lasts longer than " + recovery.get());
    }
  }

  /** Returns a copy with runs that take another time. */
  public Assumptions runTime(Duration time) {
    return new Assumptions(time, recovery, costing);
  }

  /** Returns a copy with metrics that are at their medians for a time after a promotion. */
  public Assumptions recovery(Duration time) {
    return new Assumptions(runTime, Optional.of(time), costing);
  }

  /** Returns a copy with costs. */
  public Assumptions costing(Costing costs) {
    return new Assumptions(runTime, recovery, Optional.of(costs));
  }
}
