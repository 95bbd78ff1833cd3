package dev.retrain.runtime.phase;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.rollout.RolloutPlan;
import dev.retrain.runtime.rollout.RolloutState;
import java.time.Duration;
import java.util.Optional;

/** How a challenger begins its way to users, once nothing stands in it. */
record RolloutStart(Phase from, Challenger challenger, Observation.Judged judged, PhaseInput seen) {

  Transition decided(DecisionFactory by, String rule, String why, Facts evidence) {
    String version = challenger.version();
    return Transition.decided(
        new RollingOut(
            challenger,
            RolloutState.begin(version, judged.champion()),
            seen.notBefore(from.since()),
            Optional.of(RolloutTerms.of(seen.policy().rolloutPolicy()))),
        seen,
        Effect.none(),
        by.make(
            Kind.ROLLOUT_STARTED,
            rule,
            "version " + version + " begins its way to users",
            why,
            evidence.toNode()));
  }

  /** Returns what the rollout replaces and what it can show. */
  Facts facts() {
    return plan()
        .map(plan -> Facts.NONE.with("plan", plan))
        .orElse(Facts.NONE)
        .with("champion", judged.champion());
  }

  /** At the traffic the champion had while it was live. */
  private Optional<Node> plan() {
    return seen.memory()
        .champion()
        .filter(reign -> judged.champion().equals(Optional.of(reign.version())))
        .flatMap(
            reign ->
                judged
                    .health()
                    .map(
                        health ->
                            RolloutPlan.of(
                                seen.policy().rollout(),
                                health,
                                Duration.between(reign.since(), seen.now()))));
  }
}
