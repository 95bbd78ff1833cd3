package dev.retrain.api.evaluation;

import java.util.Optional;

/**
 * Judges a challenger against the champion on the same held-out rows.
 *
 * <p>Pure: the same scores give the same verdict. Implementations that stand in a document register
 * a {@link dev.retrain.api.retraining.PartType}.
 */
public interface Evaluator {

  /**
   * Judges.
   *
   * @param challenger scores of the new version
   * @param champion scores of the live version; empty when there is none yet
   */
  Verdict judge(Scores challenger, Optional<Scores> champion);

  /** Judges by more than scores; an evaluator that needs no more leaves this as it is. */
  default Verdict judge(EvaluationInput trial) {
    return judge(trial.challenger(), trial.champion());
  }
}
