package dev.retrain.sequential;

/**
 * Holds what every test keeps between looks besides its figures.
 *
 * @param missing whether the last look had no usable figures
 * @param latest log e-value against "not harmful" at the last look with figures
 * @param peak highest such value at any look so far, never below 0
 */
public record TestProgress(boolean missing, double latest, double peak) {
  /** The state before the first look. */
  public static final TestProgress START = new TestProgress(true, 0, 0);

  TestProgress missed() {
    return new TestProgress(true, latest, peak);
  }

  /** Returns the state after a look without new requests. */
  TestProgress unchanged() {
    return new TestProgress(false, latest, peak);
  }

  TestProgress seen(double logEHarmful) {
    return new TestProgress(false, logEHarmful, Math.max(peak, logEHarmful));
  }

  HarmEvidence evidence(double spent) {
    return new HarmEvidence(latest, peak, spent);
  }

  /** Returns the outcome, given the log e-value against "at least as bad as acceptable". */
  TestOutcome outcome(double logEHarmless, double available) {
    return outcome(logEHarmless, available, available);
  }

  /** Returns the same if the two conclusions have different error probabilities left. */
  TestOutcome outcome(double logEHarmless, double forHarmful, double forHarmless) {
    if (peak >= -Math.log(forHarmful)) {
      return TestOutcome.HARMFUL;
    }
    if (missing) {
      return TestOutcome.NO_DATA;
    }
    return logEHarmless >= -Math.log(forHarmless) ? TestOutcome.HARMLESS : TestOutcome.CONTINUE;
  }
}
