package dev.retrain.drift.schema;

/** How bad an anomaly is. */
public enum Severity {
  /** The data must not be used as they are, unless the anomaly was accepted. */
  ERROR,
  /** Worth a look; nothing is stopped. */
  WARNING
}
