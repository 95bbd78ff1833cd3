package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.util.Optional;

/** Answers a person who asks for the version that was live before. */
final class ManualRollback {

  private static final String RULE = "request";

  private ManualRollback() {}

  static Optional<Transition> of(
      Phase phase, PhaseInput seen, Optional<Observation.Aliases> aliases) {
    return seen.request(RetrainingRequest.Verb.ROLL_BACK)
        .flatMap(request -> aliases.map(seenAliases -> answer(phase, seen, request, seenAliases)));
  }

  private static Transition answer(
      Phase phase, PhaseInput seen, RetrainingRequest request, Observation.Aliases aliases) {
    PhaseInput settled = seen.with(seen.memory().settling(request.id()));
    if (aliases.champion().isEmpty() || aliases.previous().isEmpty()) {
      return Transition.decided(
          phase,
          settled,
          Effect.none(),
          DecisionFactory.of(seen, phase)
              .make(
                  Kind.REFUSED,
                  RULE,
                  "nothing is rolled back",
                  "no version was live before (asked: " + request.reason() + ")"));
    }
    String bad = aliases.champion().get();
    String good = aliases.previous().get();
    return Transition.decided(
        new RollingBack(Optional.empty(), bad, Optional.of(good), seen.notBefore(phase.since())),
        settled,
        new Effect.Restore(bad, Optional.of(good)),
        DecisionFactory.of(seen, phase)
            .version(bad)
            .make(
                Kind.ROLLED_BACK,
                RULE,
                "version " + good + " is live again",
                request.reason(),
                Facts.NONE.with("from", bad).with("to", good).toNode()));
  }
}
