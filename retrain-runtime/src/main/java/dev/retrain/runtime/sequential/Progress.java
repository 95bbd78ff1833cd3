package dev.retrain.runtime.sequential;

/**
 * What every test remembers between looks besides its figures.
 *
 * @param missing whether the last look brought nothing usable
 * @param peak the highest logarithm of the e-value against "not harmful" at any look so far, never
 *     below 0
 */
public record Progress(boolean missing, double peak) {
  /** Before the first look. */
  public static final Progress START = new Progress(true, 0);

  Progress missed() {
    return new Progress(true, peak);
  }

  Progress seen(double logEHarmful) {
    return new Progress(false, Math.max(peak, logEHarmful));
  }
}
