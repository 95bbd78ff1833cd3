package dev.retrain.api.rollout;

import java.time.Duration;

/**
 * How long a rollback stays armed after promotion.
 *
 * @param window how long labels take to come; when it is over the rollback is disarmed
 * @param labels of the new champion that are enough to disarm it before
 */
public record RollbackWindow(Duration window, long labels) {

  /** Checks the ranges. */
  public RollbackWindow {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(
          "the window in which a rollback stays armed must be above 0, is " + window);
    }
    if (labels < 1) {
      throw new IllegalArgumentException(
          "a rollback is disarmed by at least 1 label, not by " + labels);
    }
  }
}
