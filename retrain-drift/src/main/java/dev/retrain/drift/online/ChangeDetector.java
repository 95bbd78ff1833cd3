package dev.retrain.drift.online;

/** Watches a stream of numbers for a change of its mean. Not for several threads. */
public sealed interface ChangeDetector permits Adwin, PageHinkley {

  /**
   * Takes the next number, which must be finite.
   *
   * @return whether the stream changed; the detector then goes on with what comes after
   */
  boolean add(double value);

  /**
   * Returns how many numbers pass on average between two false alarms on a stream that does not
   * change: for {@link PageHinkley} the expected number for normal values, for {@link Adwin} a
   * lower bound for independent values of its range.
   */
  double falseAlarmEvery();
}
