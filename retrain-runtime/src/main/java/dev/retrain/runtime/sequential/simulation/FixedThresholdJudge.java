package dev.retrain.runtime.sequential.simulation;

import dev.retrain.runtime.sequential.Arms;

/**
 * Compares each look's own figure of the canary with a fixed limit and rolls back at the fifth
 * failed check; failed checks add up, as in Flagger's analysis with {@code threshold: 5}.
 */
final class FixedThresholdJudge implements Judge {
  private static final int ALLOWED = 5;

  private final Figure figure;
  private int failed;

  FixedThresholdJudge(Figure figure) {
    this.figure = figure;
  }

  @Override
  public boolean rollsBack(Arms<Look> latest, Arms<Look> sinceStart) {
    if (figure.isBeyondLimit(latest.canary())) {
      failed++;
    }
    return failed >= ALLOWED;
  }
}
