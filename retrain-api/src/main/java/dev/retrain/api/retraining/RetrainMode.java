package dev.retrain.api.retraining;

import java.util.Locale;

/** How much is trained anew; handed to the pipeline as the parameter {@code retrain_mode}. */
public enum RetrainMode {
  /** The ordinary scheduled retraining. */
  BATCH,
  /** From the champion, on new data. */
  INCREMENTAL,
  /** At once, because the live model performs badly. */
  IMMEDIATE,
  /** From nothing, on all data. */
  FULL;

  /** The one that wins when several triggers fire: FULL, IMMEDIATE, INCREMENTAL, BATCH. */
  public RetrainMode or(RetrainMode other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The value of the parameter. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }
}
