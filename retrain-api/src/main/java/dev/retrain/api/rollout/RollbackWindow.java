package dev.retrain.api.rollout;

import java.time.Duration;

/**
 * The time after promotion in which a rollback remains possible.
 *
 * @param window how long labels take to arrive; after it the version stays
 * @param labels how many labels of the new champion end the window early
 */
public record RollbackWindow(Duration window, long labels) {

  /** Checks the ranges. */
  public RollbackWindow {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("the window for a rollback must be above 0, is " + window);
    }
    if (labels < 1) {
      throw new IllegalArgumentException(
          "a rollback window ends after at least 1 label, not after " + labels);
    }
  }
}
