package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Percent;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.sequential.TestOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One look at a stage and what the rules said.
 *
 * @param mirrored the share of live requests that was to be copied; zero in a stage with its own
 */
record InterimLook(
    RolloutState state,
    RuleInputs figures,
    RuleFamily.Verdict verdict,
    RolloutObservation seen,
    Percent mirrored) {

  /** Why the stage passes. */
  String why() {
    List<String> said = words(true, RuleReading::words);
    List<String> unknown = words(false, RuleReading::rule);
    return (said.isEmpty() ? "nothing spoke against it" : "no harm: " + String.join("; ", said))
        + (unknown.isEmpty() ? "" : "; not known yet: " + String.join(", ", unknown))
        + shed().map(text -> "; " + text).orElse("");
  }

  /** How many copies a busy target did without, where that is more than chance and delay. */
  private Optional<String> shed() {
    double wanted = mirrored.value() / 100 * figures.champion().stage().requests();
    long made = figures.canary().stage().requests();
    return wanted - made > wanted / 10 + 3 * Math.sqrt(wanted)
        ? Optional.of("compared on " + made + " copies, " + Math.round(wanted) + " were asked for")
        : Optional.empty();
  }

  private List<String> words(boolean known, Function<RuleReading, String> words) {
    return verdict.readings().stream()
        .filter(reading -> !reading.description().is(RuleDescription.Trait.CRITICAL))
        .filter(reading -> known == (reading.outcome() != TestOutcome.NO_DATA))
        .map(words)
        .distinct()
        .toList();
  }

  Facts evidence() {
    StageCounts canary = figures.canary();
    StageCounts champion = figures.champion();
    return Facts.NONE
        .with("stage", state.stage() + 1L)
        .with("challengerRequests", canary.stage().requests())
        .with("challengerErrors", canary.stage().errors())
        .with("championRequests", champion.stage().requests())
        .with("championErrors", champion.stage().errors())
        .with("readings", Node.of(verdict.readings().stream().map(RuleReading::toNode).toList()));
  }
}
