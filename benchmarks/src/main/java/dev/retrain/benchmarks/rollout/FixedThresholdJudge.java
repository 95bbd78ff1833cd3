package dev.retrain.benchmarks.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.sequential.Arms;

/**
 * Compares each look's own figure of the canary with a fixed limit and rolls back at the fifth
 * failed check; failed checks add up, as in Flagger's analysis with {@code threshold: 5}.
 */
final class FixedThresholdJudge implements CanaryJudge {
  private static final int ALLOWED = 5;

  private final JudgedFigure figure;
  private final double limit;
  private int failed;

  FixedThresholdJudge(JudgedFigure figure, double limit) {
    this.figure = figure;
    this.limit = limit;
  }

  @Override
  public boolean rollsBack(Arms<SimulatedLook> latest, Arms<SimulatedLook> sinceStart) {
    double value = figure.of(latest.canary());
    boolean lowerIsBetter = figure.direction() == Direction.LOWER_IS_BETTER;
    if (lowerIsBetter ? value > limit : value < limit) {
      failed++;
    }
    return failed >= ALLOWED;
  }
}
