package dev.retrain.api.retraining;

import java.util.Locale;

/** How much is retrained; passed to the pipeline as the parameter {@code retrain_mode}. */
public enum RetrainMode {
  /** The ordinary scheduled retraining. */
  BATCH,
  /** From the champion, on new data. */
  INCREMENTAL,
  /** At once, because the live model performs badly. */
  IMMEDIATE,
  /** From scratch, on all data. */
  FULL;

  /** Returns the stronger of two modes: FULL, then IMMEDIATE, INCREMENTAL, BATCH. */
  public RetrainMode or(RetrainMode other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Returns the value of the parameter. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }
}
