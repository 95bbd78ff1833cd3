package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSummary;
import java.util.List;
import java.util.Optional;

/** Takes over a run that began elsewhere: it is judged like any other. */
final class Adoption {

  /** Recorded, never required: a definition may change while its run is under way. */
  private static final String DEFINITION_TAG = "retrain.definition";

  private Adoption() {}

  static Optional<Transition> of(Idle idle, PhaseInput seen, List<RunSummary> foreign) {
    return foreign.stream()
        .filter(run -> !seen.memory().isSettled(run.nativeId()))
        .filter(AdoptableRuns::test)
        .findFirst()
        .map(run -> adopt(idle, seen, run));
  }

  private static Transition adopt(Idle idle, PhaseInput seen, RunSummary found) {
    RunKey key =
        found
            .key()
            .orElseGet(() -> RunKey.of(seen.policy().name(), "native:" + found.nativeId(), 1));
    PlannedRun run = PlannedRun.adopted(key);
    return Transition.decided(
        new Running(run, found.nativeId(), false, seen.notBefore(idle.since())),
        seen.with(
            seen.memory()
                .settling(key, found.nativeId())
                .trimmed(seen.policy().guards(), seen.now())),
        Effect.none(),
        DecisionFactory.of(seen, idle)
            .run(key)
            .make(
                Kind.ADOPTED,
                "adoption",
                "the run " + found.nativeId() + " is judged like any other",
                "it began elsewhere at " + found.started(),
                Facts.NONE
                    .with("nativeId", found.nativeId())
                    .with("status", found.status().word())
                    .with("pipeline", found.pipeline())
                    .with("definition", Optional.ofNullable(found.tags().get(DEFINITION_TAG)))
                    .toNode()));
  }
}
