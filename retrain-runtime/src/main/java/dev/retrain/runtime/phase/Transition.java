package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.evidence.Facts;
import java.util.Optional;

/**
 * What follows from one look.
 *
 * @param next the phase from now on
 * @param memory what is remembered from now on
 * @param effect what is to be done outside once phase and decision are saved
 * @param decision what was decided; empty when nothing new
 */
public record Transition(
    Phase next, LoopMemory memory, Effect effect, Optional<Decision> decision) {

  /** Checks that nothing is missing. */
  public Transition {
    requireNonNull(next);
    requireNonNull(memory);
    requireNonNull(effect);
    requireNonNull(decision);
  }

  /** Returns a copy with more evidence for what was decided, if anything was. */
  Transition noting(String key, Node evidence) {
    return new Transition(
        next,
        memory,
        effect,
        decision.map(
            made -> made.with(Facts.NONE.and(made.evidence()).with(key, evidence).toNode())));
  }

  /** Returns the transition that changes nothing. */
  static Transition stay(Phase phase, PhaseInput seen) {
    return silent(phase, seen, Effect.none());
  }

  /** Returns a transition without a decision, which has an effect. */
  static Transition silent(Phase next, PhaseInput seen, Effect effect) {
    return new Transition(next, seen.memory(), effect, Optional.empty());
  }

  /** Returns a decision, remembered in the memory. */
  static Transition decided(Phase next, PhaseInput seen, Effect effect, Decision decision) {
    return new Transition(next, seen.memory().after(decision), effect, Optional.of(decision));
  }
}
