package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

/**
 * A trigger and how much is trained when it fires.
 *
 * @param trigger what is watched
 * @param mode how much is trained
 */
public record TriggerRule(Trigger trigger, RetrainMode mode) {
  /** Checks that nothing is missing. */
  public TriggerRule {
    requireNonNull(trigger);
    requireNonNull(mode);
  }
}
