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
 * One sequential test of a rollout's family: where its figures come from, how its state is kept and
 * what its reading means.
 *
 * @param name unique in the family
 * @param stages by index, in which it looks
 * @param test given the figures, of which a limit taken from history depends
 * @param figures empty where the target has nothing usable
 * @param shape of the state
 * @param meaning of a reading
 */
record FamilyMember<C, S>(
    String name,
    IntPredicate stages,
    Function<RuleInputs, Optional<? extends SequentialTest<C, S>>> test,
    Function<RuleInputs, Optional<C>> figures,
    Shape<S> shape,
    Function<RuleInputs, RuleDescription> meaning) {

  private static final HarmEvidence NONE = new HarmEvidence(0, 0, 0);

  /** What a look gives: the state to keep and what the rule says. */
  record Looked(Optional<Node> state, HarmEvidence evidence, RuleReading reading) {}

  boolean looksAt(int stage, RuleInputs seen, boolean warmingUp) {
    return stages.test(stage)
        && (!warmingUp || meaning.apply(seen).is(RuleDescription.Trait.CRITICAL));
  }

  Looked look(Optional<Node> kept, RuleInputs seen) {
    Optional<? extends SequentialTest<C, S>> bound = test.apply(seen);
    if (bound.isEmpty()) {
      return new Looked(kept, NONE, RuleReading.unknown(name, meaning.apply(seen)));
    }
    SequentialTest<C, S> sequential = bound.get();
    S before = state(kept, sequential);
    S after =
        figures
            .apply(seen)
            .map(figure -> sequential.observe(before, figure))
            .orElseGet(() -> sequential.miss(before));
    return new Looked(
        Optional.of(shape.write(after)),
        sequential.evidence(after),
        RuleReading.of(name, meaning.apply(seen), sequential.alpha(), sequential.read(after)));
  }

  /** The evidence of another stage's test, which rests. */
  HarmEvidence resting(Optional<Node> kept, RuleInputs seen) {
    return test.apply(seen).map(t -> evidence(t, kept)).orElse(NONE);
  }

  private HarmEvidence evidence(SequentialTest<C, S> sequential, Optional<Node> kept) {
    return sequential.evidence(state(kept, sequential));
  }

  /** A state that this version cannot read begins again: its evidence is lost, not its rule. */
  private S state(Optional<Node> kept, SequentialTest<C, S> sequential) {
    try {
      return kept.map(node -> dev.retrain.api.document.DocumentReader.of(shape, node, name))
          .orElseGet(sequential::start);
    } catch (InvalidDefinitionException e) {
      return sequential.start();
    }
  }
}
