package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A trigger and how much is trained when it fires.
 *
 * @param name by which decisions and memory know it, lower case letters, digits and single hyphens,
 *     at most 40; empty where its content does. A named trigger keeps its memory when it is edited,
 *     unless it becomes another kind of trigger; one without a name starts anew
 * @param trigger what is watched
 * @param mode how much is trained
 */
public record TriggerRule(Optional<String> name, Trigger trigger, RetrainMode mode) {
  /** Checks that nothing is missing. */
  public TriggerRule {
    requireNonNull(name);
    requireNonNull(trigger);
    requireNonNull(mode);
  }

  /** Creates a rule that is known by its content. */
  public TriggerRule(Trigger trigger, RetrainMode mode) {
    this(Optional.empty(), trigger, mode);
  }
}
