package dev.retrain.sequential;

/**
 * What every test remembers between looks besides its figures.
 *
 * @param missing whether the last look brought nothing usable
 * @param latest logarithm of the e-value against "not harmful" at the last look with figures
 * @param peak the highest such value at any look so far, never below 0
 */
public record TestProgress(boolean missing, double latest, double peak) {
  /** Before the first look. */
  public static final TestProgress START = new TestProgress(true, 0, 0);

  TestProgress missed() {
    return new TestProgress(true, latest, peak);
  }

  /** A look at which nothing new had come. */
  TestProgress unchanged() {
    return new TestProgress(false, latest, peak);
  }

  TestProgress seen(double logEHarmful) {
    return new TestProgress(false, logEHarmful, Math.max(peak, logEHarmful));
  }

  HarmEvidence evidence(double spent) {
    return new HarmEvidence(latest, peak, spent);
  }

  /** The verdict, given the log e-value against "at least as bad as acceptable". */
  TestOutcome outcome(double logEHarmless, double available) {
    return outcome(logEHarmless, available, available);
  }

  /** The same where the two conclusions leave different errors. */
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
