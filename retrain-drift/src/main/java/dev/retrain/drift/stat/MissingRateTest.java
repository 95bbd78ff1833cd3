package dev.retrain.drift.stat;

/**
 * The outcome of a test whether the share of missing rows changed.
 *
 * @param reference share of missing rows in the reference, 0 to 1
 * @param current share of missing rows in the current sample, 0 to 1
 * @param pValue probability of such a change or a greater one by chance, two-sided
 */
public record MissingRateTest(double reference, double current, double pValue) {

  /** Returns the current share less the reference's. */
  public double change() {
    return current - reference;
  }
}
