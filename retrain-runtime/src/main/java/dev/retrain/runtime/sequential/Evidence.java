package dev.retrain.runtime.sequential;

/**
 * How strongly the figures speak, as logarithms of e-values: under the hypothesis an e-value speaks
 * against, it exceeds {@code 1 / a} at any look with probability at most {@code a} (Ville's
 * inequality).
 *
 * @param harmful against "the canary is no worse than tolerated", at this look
 * @param peak the highest such value so far
 * @param harmless against "the canary is at least as bad as acceptable", at this look
 * @param spent error probability already spent on bounding the champion's own figure; it adds to
 *     the error of any conclusion drawn from the e-values
 */
public record Evidence(double harmful, double peak, double harmless, double spent) {

  /**
   * The always-valid p-value against "no worse than tolerated": the chance that a canary no worse
   * than tolerated looks this bad at any look.
   */
  public double pValue() {
    return Math.min(1, Math.exp(-peak) + spent);
  }

  Outcome outcome(double alpha, boolean missing) {
    double needed = -Math.log(alpha - spent);
    if (peak >= needed) {
      return Outcome.HARMFUL;
    }
    if (missing) {
      return Outcome.NO_DATA;
    }
    return harmless >= needed ? Outcome.HARMLESS : Outcome.CONTINUE;
  }
}
