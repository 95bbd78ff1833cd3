package dev.retrain.runtime.evaluator;

import dev.retrain.api.evaluation.Evaluator;

/**
 * Judges one of several slices, any of which may refuse the whole: a refusal must be shown at the
 * confidence divided among them (Bonferroni), for the worst of many slices looks bad by chance.
 *
 * <p>A promotion needs no correction: all slices must be shown to be good, so the chance that a bad
 * one passes is not above its own, however many there are (an intersection-union test; Berger 1982,
 * "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24).
 */
interface SliceCorrected {

  /** Returns a copy as one of so many. */
  Evaluator among(int slices);

  /** The same as one of so many, where it knows how; a part of another kind judges as it does. */
  static Evaluator among(Evaluator part, int slices) {
    return part instanceof SliceCorrected sliced ? sliced.among(slices) : part;
  }
}
