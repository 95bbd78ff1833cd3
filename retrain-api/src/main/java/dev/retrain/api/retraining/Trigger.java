package dev.retrain.api.retraining;

import dev.retrain.api.error.Problem;
import java.util.List;

/**
 * Says whether a model deserves retraining.
 *
 * <p>Pure but for what it reads through the context: the same observations and memory give the same
 * signal and memory. Implementations that stand in a document register a {@link PartType}.
 */
public interface Trigger {

  /**
   * Looks once.
   *
   * @param context what can be seen now
   */
  Signal check(TriggerContext context);

  /** What it watches, in a few words. */
  String describe();

  /**
   * What makes this trigger unusable, such as a threshold that can never be crossed; found when a
   * retraining is built.
   */
  default List<Problem> problems() {
    return List.of();
  }
}
