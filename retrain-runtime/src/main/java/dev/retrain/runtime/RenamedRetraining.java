package dev.retrain.runtime;

import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.Halted;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.PhaseInput;
import dev.retrain.spi.state.StateStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The state of a retraining that has another name now. It is known by the model, which only one
 * retraining may promote: a policy without state takes over that of a name that is no longer
 * defined.
 *
 * @param name so far
 * @param version of the state
 */
record RenamedRetraining(String name, long version, LoopState state) {

  private static final String RULE = "renamed";
  private static final String CLOSED = "it is named ";

  /**
   * Finds the state of an earlier name.
   *
   * @param defined whether a name is still that of a retraining
   */
  static Optional<RenamedRetraining> find(
      StateStore store, LoopPolicy retraining, Predicate<String> defined) {
    return store.keys(Retrainer.STATE_PREFIX).stream()
        .map(key -> key.substring(Retrainer.STATE_PREFIX.length()))
        .filter(name -> !name.startsWith(ManualDeployment.NAME) && !defined.test(name))
        .flatMap(name -> load(store, name).stream())
        .filter(known -> known.isOf(retraining.model()))
        .max(Comparator.comparing(known -> known.state().memory().latest()));
  }

  private static Optional<RenamedRetraining> load(StateStore store, String name) {
    return store
        .load(Retrainer.STATE_PREFIX + name)
        .map(
            kept ->
                new RenamedRetraining(name, kept.version(), LoopState.parse(kept.body(), name)));
  }

  private boolean isOf(String model) {
    boolean closed = state.phase() instanceof Halted halted && halted.why().startsWith(CLOSED);
    return !closed && state.memory().model().equals(Optional.of(model));
  }

  /** Returns the state under the new name. */
  LoopState.Step takenOver(PhaseInput seen) {
    return state.renamed(
        seen,
        RULE,
        "it goes on where the retraining " + name + " was",
        "both promote versions of the model "
            + seen.policy().model()
            + ", and "
            + name
            + " is no longer defined; earlier decisions stand under that name",
        Facts.NONE.with("earlierName", name).toNode());
  }

  /** Leaves nothing under way under the name so far. */
  void close(StateStore store, LoopPolicy now, Instant at) {
    String why = CLOSED + now.name() + " now";
    LoopMemory memory = state.memory();
    Decision decision =
        new Decision(
            name,
            at,
            Decision.Kind.HALTED,
            RULE,
            "nothing more is done under this name",
            why,
            Facts.NONE.with("laterName", now.name()).toNode(),
            Optional.empty(),
            Optional.empty());
    store.saveIfUnchanged(
        Retrainer.STATE_PREFIX + name,
        version,
        new LoopState(new Halted(why, at), memory).toJson(),
        List.of(decision));
  }
}
