package dev.retrain.api.evaluation;

import java.util.Optional;

/**
 * Judges a challenger against the champion on the same held-out rows.
 *
 * <p>Pure: the same scores give the same verdict. Implementations that documents can name register
 * a {@link dev.retrain.api.retraining.PartType}.
 */
public interface Evaluator {

  /**
   * Judges a challenger by its scores and the champion's.
   *
   * @param challenger scores of the new version
   * @param champion scores of the live version on the same rows; empty when there is none yet
   * @return never null; {@link Verdict.Undecided} where the rows do not suffice
   */
  Verdict judge(Scores challenger, Optional<Scores> champion);

  /** Judges by more than scores; the default uses the scores alone. */
  default Verdict judge(EvaluationInput input) {
    return judge(input.challenger(), input.champion());
  }
}
