package dev.retrain.sequential;

/**
 * What one rule says at a look.
 *
 * @param outcome the verdict at the rule's own alpha
 * @param evidence for harm
 * @param harmless logarithm of the e-value against "at least as bad as acceptable", at this look
 * @param estimate the figure the rule is about (each test says which); NaN while unknown
 * @param interval around the estimate, valid at all looks together
 */
public record TestReading(
    TestOutcome outcome,
    HarmEvidence evidence,
    double harmless,
    double estimate,
    ConfidenceInterval interval) {

  /** The always-valid p-value against "no worse than tolerated". */
  public double pValue() {
    return evidence.pValue();
  }
}
