package dev.retrain.drift.detect;

/** What a check says, of one feature or of all of them. */
public enum DriftVerdict {
  /** The current data differs, by enough and beyond chance, as the policy asks. */
  DRIFT,
  /** There was enough data to see such a difference, and it was not there. */
  NO_DRIFT,
  /** There was not enough data to say. */
  INSUFFICIENT_DATA
}
