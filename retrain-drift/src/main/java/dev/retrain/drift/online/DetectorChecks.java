package dev.retrain.drift.online;

/** What both detectors ask of their input. */
final class DetectorChecks {

  private DetectorChecks() {}

  static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a value must be finite, is " + value);
    }
    return value;
  }
}
