package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.evidence.Facts;
import java.util.List;

/** One look at a stage and what the rules said. */
record Look(RolloutState state, Figures figures, Panel.Verdict verdict, RolloutSeen seen) {

  /** Why the stage passes. */
  String why() {
    List<String> said =
        verdict.readings().stream()
            .filter(reading -> !reading.meaning().is(Meaning.Trait.CRITICAL))
            .map(RuleReading::words)
            .toList();
    return said.isEmpty() ? "nothing spoke against it" : "no harm: " + String.join("; ", said);
  }

  Facts evidence() {
    Tally canary = figures.canary();
    Tally champion = figures.champion();
    return Facts.NONE
        .with("stage", state.stage() + 1L)
        .with("challengerRequests", canary.stage().requests())
        .with("challengerErrors", canary.stage().errors())
        .with("championRequests", champion.stage().requests())
        .with("championErrors", champion.stage().errors())
        .with("readings", Node.of(verdict.readings().stream().map(RuleReading::toNode).toList()));
  }
}
