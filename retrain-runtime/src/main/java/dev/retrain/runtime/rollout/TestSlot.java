package dev.retrain.runtime.rollout;

import java.util.function.IntPredicate;

/**
 * Describes the test of one rule in the family.
 *
 * @param name name, unique in the family
 * @param stages indexes of the stages in which it looks
 * @param alpha share of the probability of a false rollback
 * @param alone whether the challenger has all traffic then, so that it is compared with history
 * @param paired whether both versions score the same rows
 * @param deciding whether a stage passes only if the challenger is shown to be better
 */
record TestSlot(
    String name,
    IntPredicate stages,
    double alpha,
    boolean alone,
    boolean paired,
    boolean deciding) {

  TestSlot asDeciding() {
    return new TestSlot(name, stages, alpha, alone, paired, true);
  }
}
