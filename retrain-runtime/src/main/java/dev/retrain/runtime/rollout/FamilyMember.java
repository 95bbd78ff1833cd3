package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shape;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.sequential.HarmEvidence;
import dev.retrain.sequential.SequentialTest;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Describes one sequential test of a rollout's family: the source of its figures, the form of its
 * state and the description of its rule.
 *
 * @param name name, unique in the family
 * @param stages indexes of the stages in which it looks
 * @param test creates the test from the figures, on which a limit derived from history depends
 * @param figures extracts the test's figures; empty if the target has none that are usable
 * @param shape document form of the state
 * @param description describes the rule for a reading
 */
record FamilyMember<C, S>(
    String name,
    IntPredicate stages,
    Function<RuleInputs, Optional<? extends SequentialTest<C, S>>> test,
    Function<RuleInputs, Optional<C>> figures,
    Shape<S> shape,
    Function<RuleInputs, RuleDescription> description) {

  private static final HarmEvidence NONE = new HarmEvidence(0, 0, 0);

  /** Holds the result of a look: the state to keep, the evidence for harm and the reading. */
  record LookResult(Optional<Node> state, HarmEvidence evidence, RuleReading reading) {}

  boolean looksAt(int stage, RuleInputs inputs, boolean warmingUp) {
    return stages.test(stage)
        && (!warmingUp || description.apply(inputs).is(RuleDescription.Trait.CRITICAL));
  }

  LookResult look(Optional<Node> kept, RuleInputs inputs) {
    Optional<? extends SequentialTest<C, S>> created = test.apply(inputs);
    if (created.isEmpty()) {
      return new LookResult(kept, NONE, RuleReading.unknown(name, description.apply(inputs)));
    }
    SequentialTest<C, S> sequential = created.get();
    S before = state(kept, sequential);
    S after =
        figures
            .apply(inputs)
            .map(figure -> sequential.observe(before, figure))
            .orElseGet(() -> sequential.miss(before));
    return new LookResult(
        Optional.of(shape.write(after)),
        sequential.evidence(after),
        RuleReading.of(
            name, description.apply(inputs), sequential.alpha(), sequential.read(after)));
  }

  /** Returns the evidence of a test of another stage, which does not look now. */
  HarmEvidence idleEvidence(Optional<Node> kept, RuleInputs inputs) {
    return test.apply(inputs).map(t -> evidence(t, kept)).orElse(NONE);
  }

  private HarmEvidence evidence(SequentialTest<C, S> sequential, Optional<Node> kept) {
    return sequential.evidence(state(kept, sequential));
  }

  /** Reads a stored state; one that this build cannot read starts anew and loses its evidence. */
  private S state(Optional<Node> kept, SequentialTest<C, S> sequential) {
    try {
      return kept.map(node -> dev.retrain.api.document.DocumentReader.of(shape, node, name))
          .orElseGet(sequential::start);
    } catch (InvalidDefinitionException e) {
      return sequential.start();
    }
  }
}
