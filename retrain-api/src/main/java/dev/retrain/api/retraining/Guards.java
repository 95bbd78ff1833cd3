package dev.retrain.api.retraining;

import java.time.Duration;
import java.util.Optional;

/**
 * What holds a retraining back although a trigger fired. One run at a time per retraining is always
 * a guard.
 *
 * @param cooldown the least time between the starts of two runs, not negative
 * @param budget how many runs at most in a period
 */
public record Guards(Duration cooldown, Optional<Budget> budget) {

  /** No guard but one run at a time. */
  public static final Guards NONE = new Guards(Duration.ZERO, Optional.empty());

  /**
   * A number of runs in any stretch of time of this length.
   *
   * @param runs at least 1
   * @param period above 0
   */
  public record Budget(int runs, Duration period) {
    /** Checks the ranges. */
    public Budget {
      if (runs < 1) {
        throw new IllegalArgumentException("a budget allows at least 1 run, not " + runs);
      }
      if (period.isNegative() || period.isZero()) {
        throw new IllegalArgumentException("the period of a budget must be above 0");
      }
    }
  }

  /** Checks the range. */
  public Guards {
    if (cooldown.isNegative()) {
      throw new IllegalArgumentException("a cool-down must not be negative, is " + cooldown);
    }
  }
}
