package dev.retrain.sequential;

/**
 * Computes the log likelihood of the odds ratio in one two-by-two table with all margins given:
 * Fisher's noncentral hypergeometric distribution (Fog 2008, Communications in Statistics -
 * Simulation and Computation 37(2), 241-257).
 *
 * <p>Given how many events {@code e} a look had in total, the probability that {@code x} of them
 * fell to the canary's {@code n} requests and the rest to the champion's {@code m} no longer
 * depends on the common rate: it is proportional to {@code C(n, x) C(m, e - x) exp(theta x)}.
 * Products of such likelihood ratios over looks are the exact anytime-valid logrank test with ties
 * (ter Schure, Perez-Ortiz, Ly and Gruenwald 2024, New England Journal of Statistics in Data
 * Science 2(2), 190-214); here each look is a stratum.
 */
final class NoncentralHypergeometric {
  private static final double NEGLIGIBLE = 1e-18;

  private NoncentralHypergeometric() {}

  /** Adds the log likelihood of a table to every grid point, up to a constant. */
  static void addLogLikelihood(double[] grid, EventCount canary, EventCount champion) {
    long events = canary.events() + champion.events();
    long lowest = Math.max(0, events - champion.total());
    int steps = (int) (Math.min(canary.total(), events) - lowest);
    if (steps == 0) {
      return;
    }
    double[] ratio = ratios(canary.total(), champion.total(), events, lowest, steps);
    double[] logWeight = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      logWeight[i + 1] = logWeight[i] + Math.log(ratio[i]);
    }
    int observed = (int) (canary.events() - lowest);
    int mode = 0;
    for (int k = 0; k < LogOddsGrid.SIZE; k++) {
      double theta = LogOddsGrid.theta(k);
      double odds = Math.exp(theta);
      while (mode < steps && ratio[mode] * odds > 1) {
        mode++;
      }
      double toMode = logWeight[observed] - logWeight[mode] + theta * (observed - mode);
      grid[k] += toMode - Math.log(sumOverMode(ratio, odds, mode));
    }
  }

  /** Returns the weight of {@code x + 1} canary events over that of {@code x}, at odds ratio 1. */
  private static double[] ratios(long canary, long champion, long events, long lowest, int steps) {
    double[] ratio = new double[steps];
    for (int i = 0; i < steps; i++) {
      double x = lowest + i;
      ratio[i] = (canary - x) * (events - x) / ((x + 1) * (champion - events + x + 1));
    }
    return ratio;
  }

  private static double sumOverMode(double[] ratio, double odds, int mode) {
    double sum = 1;
    double term = 1;
    for (int i = mode; i < ratio.length && term > NEGLIGIBLE; i++) {
      term *= ratio[i] * odds;
      sum += term;
    }
    term = 1;
    for (int i = mode - 1; i >= 0 && term > NEGLIGIBLE; i--) {
      term /= ratio[i] * odds;
      sum += term;
    }
    return sum;
  }
}
