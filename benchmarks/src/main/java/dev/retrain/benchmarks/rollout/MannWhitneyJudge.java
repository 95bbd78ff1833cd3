package dev.retrain.benchmarks.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.sequential.Arms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the series of looks of both versions by a Mann-Whitney test at every look over a growing
 * window, as Kayenta's default judge does: rolls back when the 98 % interval of the Hodges-Lehmann
 * shift lies wholly beyond a quarter of its estimate. No correction for repeated looks.
 *
 * <p>The interval takes the normal approximation of the rank sum, as is usual with ties.
 */
final class MannWhitneyJudge implements CanaryJudge {
  private static final int FEWEST_POINTS = 5;
  private static final double Z_98 = 2.3263;
  private static final double TOLERANCE = 0.25;

  private final JudgedFigure figure;
  private final List<Double> canary = new ArrayList<>();
  private final List<Double> champion = new ArrayList<>();

  MannWhitneyJudge(JudgedFigure figure) {
    this.figure = figure;
  }

  @Override
  public boolean rollsBack(Arms<SimulatedLook> latest, Arms<SimulatedLook> sinceStart) {
    canary.add(figure.of(latest.canary()));
    champion.add(figure.of(latest.champion()));
    return canary.size() >= FEWEST_POINTS && isShiftedForTheWorse();
  }

  private boolean isShiftedForTheWorse() {
    double[] shifts = shifts();
    int pairs = shifts.length;
    double n = canary.size();
    double spread = Z_98 * Math.sqrt(pairs * (2 * n + 1) / 12);
    int rank = (int) Math.max(0, Math.floor(pairs / 2.0 - spread));
    double estimate = (shifts[(pairs - 1) / 2] + shifts[pairs / 2]) / 2;
    return shifts[rank] > TOLERANCE * Math.abs(estimate);
  }

  /** Sorted differences of all pairs, positive for worse. */
  private double[] shifts() {
    double sign = figure.direction() == Direction.LOWER_IS_BETTER ? 1 : -1;
    double[] shifts = new double[canary.size() * champion.size()];
    int next = 0;
    for (double ours : canary) {
      for (double theirs : champion) {
        shifts[next++] = sign * (ours - theirs);
      }
    }
    Arrays.sort(shifts);
    return shifts;
  }
}
