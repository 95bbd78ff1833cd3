package dev.retrain.runtime.rollout;

import java.util.function.IntPredicate;

/**
 * A rule's place in the family.
 *
 * @param name unique
 * @param stages by index, in which it looks
 * @param alpha its share of the probability of a false rollback
 * @param alone whether the challenger has all traffic then, and history is all it is compared with
 * @param paired whether both versions answer the same rows
 * @param deciding whether a stage passes only when it is shown to be better
 */
record TestSlot(
    String name,
    IntPredicate stages,
    double alpha,
    boolean alone,
    boolean paired,
    boolean deciding) {

  TestSlot thatDecides() {
    return new TestSlot(name, stages, alpha, alone, paired, true);
  }
}
