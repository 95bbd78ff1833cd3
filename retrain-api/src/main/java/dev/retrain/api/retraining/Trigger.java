package dev.retrain.api.retraining;

import dev.retrain.api.error.Problem;
import java.util.List;

/**
 * Decides whether a model deserves retraining.
 *
 * <p>Pure but for what it reads through the context: the same observations and memory give the same
 * signal and memory. Implementations that documents can name register a {@link PartType}.
 */
public interface Trigger {

  /**
   * Evaluates the trigger once.
   *
   * @param context the current observations
   */
  Signal check(TriggerContext context);

  /** Returns what the trigger watches, in a few words. */
  String describe();

  /**
   * Returns why this trigger cannot be used, such as a threshold that can never be crossed; checked
   * when a retraining is built.
   */
  default List<Problem> problems() {
    return List.of();
  }

  /**
   * Returns what keeps this trigger from firing, or delays it, in a policy, such as a source that
   * the policy does not name. Reported as warnings when the policy is read.
   */
  default List<Problem> warnings(Retraining policy) {
    return List.of();
  }
}
