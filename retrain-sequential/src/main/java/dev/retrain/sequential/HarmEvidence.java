package dev.retrain.sequential;

/**
 * Holds the evidence for harm as logarithms of e-values: while the canary is no worse than
 * tolerated, the e-value exceeds {@code 1 / a} at any look with probability at most {@code a}
 * (Ville's inequality).
 *
 * @param harmful log e-value at this look
 * @param peak highest log e-value so far
 * @param spent error probability already spent on bounding the champion's own value; it adds to the
 *     error of any conclusion drawn from the e-values
 */
public record HarmEvidence(double harmful, double peak, double spent) {

  /**
   * Returns the always-valid p-value against "no worse than tolerated": the probability that a
   * canary no worse than tolerated appears this bad at any look.
   */
  public double pValue() {
    return Math.min(1, Math.exp(-peak) + spent);
  }
}
