package dev.retrain.sequential;

/**
 * Holds the result of one rule at a look.
 *
 * @param outcome outcome at the rule's own alpha
 * @param evidence evidence for harm
 * @param harmless log e-value against "at least as bad as acceptable", at this look
 * @param estimate estimate of the value under test (documented by each test); NaN while unknown
 * @param interval confidence interval of the estimate, valid at all looks together
 */
public record TestReading(
    TestOutcome outcome,
    HarmEvidence evidence,
    double harmless,
    double estimate,
    ConfidenceInterval interval) {

  /** Returns the always-valid p-value against "no worse than tolerated". */
  public double pValue() {
    return evidence.pValue();
  }
}
