package dev.retrain.drift.detect;

/** How much is measured of each column. */
public enum Detail {
  /** What verdicts rest on: PSI, the KS or homogeneity test, total variation, missing rate. */
  DECISION,
  /** Everything, the distances that need the current data sorted included. */
  FULL
}
