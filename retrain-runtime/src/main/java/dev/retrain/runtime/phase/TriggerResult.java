package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Signal;
import java.util.Optional;

/**
 * The result of one check of a trigger.
 *
 * @param rule its id, such as {@code nightly@cron}: what is remembered under
 * @param trigger what it watches, in a few words; empty for a request
 * @param mode how much is trained when it fires
 * @param signal whether it fires
 * @param memory what it wants to remember; empty when nothing new
 */
public record TriggerResult(
    String rule, String trigger, RetrainMode mode, Signal signal, Optional<String> memory) {
  /** Checks that nothing is missing. */
  public TriggerResult {
    requireNonNull(rule);
    requireNonNull(trigger);
    requireNonNull(mode);
    requireNonNull(signal);
    requireNonNull(memory);
  }

  /** Returns id and words, such as {@code metric-1f3a9c02 auc below 0.6 for 3h}, for decisions. */
  String name() {
    return trigger.isEmpty() ? rule : rule + " " + trigger;
  }
}
