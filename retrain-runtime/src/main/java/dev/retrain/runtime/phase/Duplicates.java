package dev.retrain.runtime.phase;

import dev.retrain.api.backend.RunHandle;
import dev.retrain.api.backend.RunKey;
import dev.retrain.api.backend.RunSummary;
import dev.retrain.api.state.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.util.List;
import java.util.Optional;

/**
 * Names second runs of one key. The run that was accepted or adopted first is the one that is
 * judged, whatever becomes of it; another of its key is cancelled and never judged.
 */
final class Duplicates {

  private Duplicates() {}

  static Optional<Transition> of(Phase phase, Observed seen, List<RunSummary> listed) {
    Ledger ledger = seen.ledger();
    return listed.stream()
        .filter(run -> ledger.isSecond(run) && !ledger.isSettled(run.nativeId()))
        .findFirst()
        .map(run -> name(phase, seen, run))
        .or(() -> cancel(phase, seen, listed));
  }

  private static Transition name(Phase phase, Observed seen, RunSummary second) {
    RunKey key = second.key().orElseThrow();
    String kept = seen.ledger().runOf(key).orElseThrow();
    String id = second.nativeId();
    return Transition.decided(
        phase,
        seen.with(seen.ledger().settling(id)),
        second.status().terminal() ? Effect.none() : new Effect.Cancel(new RunHandle(key, id)),
        Decisions.of(seen, phase)
            .run(key)
            .make(
                Kind.DUPLICATE,
                "reconciliation",
                "the run " + id + " is not judged; the run " + kept + " is kept",
                "both carry the key " + key + ", and " + kept + " was known first",
                Facts.NONE
                    .with("kept", kept)
                    .with("duplicate", id)
                    .with("began", second.started())
                    .with("status", second.status().word())
                    .toNode()));
  }

  /** Asks again for the end of one that was named and goes on. */
  private static Optional<Transition> cancel(Phase phase, Observed seen, List<RunSummary> listed) {
    return listed.stream()
        .filter(run -> seen.ledger().isSecond(run))
        .filter(run -> !run.status().terminal())
        .findFirst()
        .map(run -> new RunHandle(run.key().orElseThrow(), run.nativeId()))
        .map(run -> Transition.silent(phase, seen, new Effect.Cancel(run)));
  }
}
