package dev.retrain.runtime.phase;

import dev.retrain.api.backend.RunKey;
import dev.retrain.api.backend.RunStatus;
import dev.retrain.api.backend.RunSummary;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.state.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes over a run that began elsewhere: it is judged like any other. */
final class Adoption {

  private Adoption() {}

  static Optional<Transition> of(Idle idle, Observed seen, List<RunSummary> foreign) {
    return foreign.stream()
        .filter(run -> !seen.ledger().isSettled(run.nativeId()))
        .filter(run -> !run.status().terminal() || run.status() instanceof RunStatus.Succeeded)
        .findFirst()
        .map(run -> adopt(idle, seen, run));
  }

  private static Transition adopt(Idle idle, Observed seen, RunSummary found) {
    RunKey key =
        found
            .key()
            .orElseGet(() -> RunKey.of(seen.retraining().name(), "native:" + found.nativeId(), 1));
    Run run =
        new Run(
            key,
            RetrainMode.BATCH,
            "began elsewhere",
            new Run.Inputs("unknown", Map.of(), Optional.empty(), Map.of()));
    return Transition.decided(
        new Running(run, found.nativeId(), false, seen.notBefore(idle.since())),
        seen.with(seen.ledger().settling(key, found.nativeId())),
        Effect.none(),
        Decisions.of(seen, idle)
            .run(key)
            .make(
                Kind.ADOPTED,
                "adoption",
                "the run " + found.nativeId() + " is judged like any other",
                "it began elsewhere at " + found.started(),
                Facts.NONE
                    .with("nativeId", found.nativeId())
                    .with("status", found.status().word())
                    .toNode()));
  }
}
