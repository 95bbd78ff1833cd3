package dev.retrain.runtime.sequential;

/**
 * What every test remembers between looks besides its figures.
 *
 * @param missing whether the last look brought nothing usable
 * @param latest logarithm of the e-value against "not harmful" at the last look with figures
 * @param peak the highest such value at any look so far, never below 0
 */
public record Progress(boolean missing, double latest, double peak) {
  /** Before the first look. */
  public static final Progress START = new Progress(true, 0, 0);

  Progress missed() {
    return new Progress(true, latest, peak);
  }

  /** A look at which nothing new had come. */
  Progress unchanged() {
    return new Progress(false, latest, peak);
  }

  Progress seen(double logEHarmful) {
    return new Progress(false, logEHarmful, Math.max(peak, logEHarmful));
  }

  Evidence evidence(double spent) {
    return new Evidence(latest, peak, spent);
  }

  /** The verdict, given the log e-value against "at least as bad as acceptable". */
  Outcome outcome(double logEHarmless, double available) {
    return outcome(logEHarmless, available, available);
  }

  /** The same where the two conclusions leave different errors. */
  Outcome outcome(double logEHarmless, double forHarmful, double forHarmless) {
    if (peak >= -Math.log(forHarmful)) {
      return Outcome.HARMFUL;
    }
    if (missing) {
      return Outcome.NO_DATA;
    }
    return logEHarmless >= -Math.log(forHarmless) ? Outcome.HARMLESS : Outcome.CONTINUE;
  }
}
