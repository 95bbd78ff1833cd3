package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.sequential.Outcome;
import java.util.List;
import java.util.function.Function;

/** One look at a stage and what the rules said. */
record Look(RolloutState state, Figures figures, Panel.Verdict verdict, RolloutSeen seen) {

  /** Why the stage passes. */
  String why() {
    List<String> said = words(true, RuleReading::words);
    List<String> unknown = words(false, RuleReading::rule);
    return (said.isEmpty() ? "nothing spoke against it" : "no harm: " + String.join("; ", said))
        + (unknown.isEmpty() ? "" : "; not known yet: " + String.join(", ", unknown));
  }

  private List<String> words(boolean known, Function<RuleReading, String> words) {
    return verdict.readings().stream()
        .filter(reading -> !reading.meaning().is(Meaning.Trait.CRITICAL))
        .filter(reading -> known == (reading.outcome() != Outcome.NO_DATA))
        .map(words)
        .distinct()
        .toList();
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
