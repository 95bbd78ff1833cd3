package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Percent;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.sequential.TestOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds one look at a stage and the results of the rules.
 *
 * @param mirrored requested share of mirrored live requests; zero in a stage with live traffic of
 *     its own
 */
record InterimLook(
    RolloutState state,
    RuleInputs figures,
    RuleFamily.Verdict verdict,
    RolloutObservation observation,
    Percent mirrored) {

  /** Returns why the stage passes. */
  String why() {
    List<String> measured = sentences(true, RuleReading::sentence);
    List<String> unknown = sentences(false, RuleReading::rule);
    return (measured.isEmpty() ? "no rule showed harm" : "no harm: " + String.join("; ", measured))
        + (unknown.isEmpty() ? "" : "; not measured yet: " + String.join(", ", unknown))
        + dropped().map(text -> "; " + text).orElse("");
  }

  /** Returns how many mirrored requests a busy target dropped, if that exceeds chance and delay. */
  private Optional<String> dropped() {
    double requested = mirrored.value() / 100 * figures.champion().stage().requests();
    long copied = figures.canary().stage().requests();
    return requested - copied > requested / 10 + 3 * Math.sqrt(requested)
        ? Optional.of(
            "compared on "
                + copied
                + " mirrored requests, "
                + Math.round(requested)
                + " were requested")
        : Optional.empty();
  }

  private List<String> sentences(boolean known, Function<RuleReading, String> sentence) {
    return verdict.readings().stream()
        .filter(reading -> !reading.description().is(RuleDescription.Trait.CRITICAL))
        .filter(reading -> known == (reading.outcome() != TestOutcome.NO_DATA))
        .map(sentence)
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
