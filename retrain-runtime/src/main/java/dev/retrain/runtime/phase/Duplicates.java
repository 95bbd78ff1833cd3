package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSummary;
import java.util.List;
import java.util.Optional;

/**
 * Names second runs of one key. The run that was accepted or adopted first is the one that is
 * judged, whatever becomes of it; another of its key is cancelled and never judged.
 */
final class Duplicates {

  private Duplicates() {}

  static Optional<Transition> of(Phase phase, PhaseInput seen, List<RunSummary> listed) {
    LoopMemory memory = seen.memory();
    return listed.stream()
        .filter(run -> memory.isSecond(run) && !memory.isSettled(run.nativeId()))
        .findFirst()
        .map(run -> name(phase, seen, run))
        .or(() -> cancel(phase, seen, listed));
  }

  private static Transition name(Phase phase, PhaseInput seen, RunSummary second) {
    RunKey key = second.key().orElseThrow();
    String kept = seen.memory().runOf(key).orElseThrow();
    String id = second.nativeId();
    return Transition.decided(
        phase,
        seen.with(seen.memory().settling(id)),
        second.status().terminal() ? Effect.none() : new Effect.Cancel(new RunHandle(key, id)),
        DecisionFactory.of(seen, phase)
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
  private static Optional<Transition> cancel(
      Phase phase, PhaseInput seen, List<RunSummary> listed) {
    return listed.stream()
        .filter(run -> seen.memory().isSecond(run))
        .filter(run -> !run.status().terminal())
        .findFirst()
        .map(run -> new RunHandle(run.key().orElseThrow(), run.nativeId()))
        .map(run -> Transition.silent(phase, seen, new Effect.Cancel(run)));
  }
}
