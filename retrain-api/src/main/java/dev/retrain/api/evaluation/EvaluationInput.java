package dev.retrain.api.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The input of an evaluator.
 *
 * @param challenger scores of the new version
 * @param champion scores of the live version on the same rows; empty when there is none yet
 * @param modelBytes the size of the challenger's model in bytes; empty where it cannot be read
 */
public record EvaluationInput(
    Scores challenger, Optional<Scores> champion, OptionalLong modelBytes) {

  /** Checks that nothing is missing. */
  public EvaluationInput {
    requireNonNull(challenger);
    requireNonNull(champion);
    requireNonNull(modelBytes);
  }

  /** Scores alone. */
  public static EvaluationInput of(Scores challenger, Optional<Scores> champion) {
    return new EvaluationInput(challenger, champion, OptionalLong.empty());
  }

  /** Returns the rows of one slice, of both versions. */
  public EvaluationInput slice(String name) {
    return new EvaluationInput(
        challenger.slice(name), champion.map(scores -> scores.slice(name)), modelBytes);
  }
}
