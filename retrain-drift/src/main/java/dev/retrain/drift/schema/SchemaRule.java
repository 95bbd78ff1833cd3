package dev.retrain.drift.schema;

/** What an anomaly violates. */
public enum SchemaRule {
  /** The values are of the expected kind. */
  TYPE,
  /** A required column is there. */
  PRESENCE,
  /** The categories are among those expected. */
  DOMAIN,
  /** The numbers lie in the expected range. */
  RANGE,
  /** No more cells are missing than allowed. */
  MISSING_RATE,
  /** The numbers are neither NaN nor infinite. */
  FINITE,
  /** There is no column that the schema does not know. */
  UNEXPECTED_COLUMN,
  /** Serving data are distributed like training data. */
  SKEW,
  /** A rule of another validator that has no counterpart here. */
  OTHER
}
