package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.rollout.RolloutState;
import java.util.Optional;

/**
 * Answers a person who asks to promote while nothing is rolled out: the version with the alias
 * challenger, such as one that was live before it was sent back, takes the way of every challenger.
 */
final class ManualRollout {

  private static final String RULE = "request";

  private ManualRollout() {}

  static Optional<Transition> of(
      Idle idle, PhaseInput seen, Optional<Observation.Aliases> aliases) {
    return seen.request(RetrainingRequest.Verb.PROMOTE)
        .flatMap(request -> aliases.map(known -> answer(idle, seen, request, known)));
  }

  private static Transition answer(
      Idle idle, PhaseInput seen, RetrainingRequest request, Observation.Aliases aliases) {
    PhaseInput settled = seen.with(seen.memory().settling(request.id()));
    return aliases
        .challenger()
        .filter(version -> !aliases.champion().equals(Optional.of(version.version())))
        .filter(version -> request.version().map(version.version()::equals).orElse(true))
        .map(version -> begun(version, settled, request, aliases))
        .orElseGet(
            () ->
                Transition.decided(
                    idle,
                    settled,
                    Effect.none(),
                    DecisionFactory.of(seen, idle)
                        .make(
                            Kind.REFUSED,
                            RULE,
                            "nothing is promoted",
                            "no version but the champion has the alias challenger (asked: "
                                + request.reason()
                                + ")",
                            Facts.NONE.with(RULE, request.id()).toNode())));
  }

  private static Transition begun(
      Challenger version, PhaseInput seen, RetrainingRequest request, Observation.Aliases aliases) {
    RollingOut next =
        new RollingOut(
            version,
            RolloutState.begin(version.version(), aliases.champion()),
            seen.now(),
            Optional.of(RolloutTerms.of(seen.policy().rolloutPolicy())));
    return Transition.decided(
        next,
        seen,
        Effect.none(),
        version
            .by(seen, next)
            .make(
                Kind.ROLLOUT_STARTED,
                RULE,
                "version " + version.version() + " begins its way to users again",
                request.reason(),
                Facts.NONE.with("champion", aliases.champion()).with(RULE, request.id()).toNode()));
  }
}
