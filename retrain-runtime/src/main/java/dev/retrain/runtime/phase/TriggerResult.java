package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Signal;
import java.util.Optional;

/**
 * What one trigger said.
 *
 * @param rule its place in the definition, such as {@code when[1]}: what is remembered under
 * @param trigger what it watches, in a few words
 * @param mode how much is trained when it fires
 * @param signal what it said
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

  /** Place and words, such as {@code when[1] auc below 0.6 for 3h}: what decisions call it. */
  String name() {
    return trigger.isEmpty() ? rule : rule + " " + trigger;
  }
}
