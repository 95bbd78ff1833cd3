package dev.retrain.sequential;

/**
 * How strongly the figures speak for harm, as logarithms of e-values: while the canary is no worse
 * than tolerated, the e-value exceeds {@code 1 / a} at any look with probability at most {@code a}
 * (Ville's inequality).
 *
 * @param harmful at this look
 * @param peak the highest so far
 * @param spent error probability already spent on bounding the champion's own figure; it adds to
 *     the error of any conclusion drawn from the e-values
 */
public record HarmEvidence(double harmful, double peak, double spent) {

  /**
   * The always-valid p-value against "no worse than tolerated": the chance that a canary no worse
   * than tolerated looks this bad at any look.
   */
  public double pValue() {
    return Math.min(1, Math.exp(-peak) + spent);
  }
}
