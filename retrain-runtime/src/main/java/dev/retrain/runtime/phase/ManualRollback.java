package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.util.Optional;

/** Answers a request to send the live version back to the one that was live before. */
final class ManualRollback {

  private static final String RULE = "request";

  private ManualRollback() {}

  static Optional<Transition> of(
      Phase phase, PhaseInput seen, Optional<Observation.Aliases> aliases) {
    return seen.request(RetrainingRequest.Verb.ROLL_BACK)
        .flatMap(request -> aliases.map(seenAliases -> answer(phase, seen, request, seenAliases)));
  }

  /** Returns why a version cannot be sent back; empty when it can. */
  static Optional<String> whyNot(RetrainingRequest request, Observation.Aliases aliases) {
    Optional<String> live = aliases.champion();
    if (request.version().isPresent() && !request.version().equals(live)) {
      return Optional.of(
          "version "
              + request.version().get()
              + " is not live"
              + live.map(version -> ", version " + version + " is").orElse(""));
    }
    if (live.isEmpty() || aliases.previous().isEmpty()) {
      return Optional.of("no version was live before");
    }
    return aliases
        .previous()
        .filter(aliases.lost()::contains)
        .map(
            good ->
                "version "
                    + good
                    + ", which was live before, is gone from the registry, or its files are");
  }

  /** Returns the decision to send the live version back. */
  static Decision decision(
      Phase phase, PhaseInput seen, RetrainingRequest request, String bad, String good) {
    return DecisionFactory.of(seen, phase)
        .version(bad)
        .make(
            Kind.ROLLED_BACK,
            RULE,
            "version " + good + " is live again",
            request.reason(),
            Facts.NONE.with("from", bad).with("to", good).with(RULE, request.id()).toNode());
  }

  private static Transition answer(
      Phase phase, PhaseInput seen, RetrainingRequest request, Observation.Aliases aliases) {
    PhaseInput settled = seen.with(seen.memory().settling(request.id()));
    Optional<String> why = whyNot(request, aliases);
    if (why.isPresent()) {
      return Transition.decided(
          phase,
          settled,
          Effect.none(),
          DecisionFactory.of(seen, phase)
              .make(
                  Kind.REFUSED,
                  RULE,
                  "nothing is rolled back",
                  why.get() + " (asked: " + request.reason() + ")",
                  Facts.NONE.with(RULE, request.id()).toNode()));
    }
    String bad = aliases.champion().orElseThrow();
    String good = aliases.previous().orElseThrow();
    return Transition.decided(
        new RollingBack(Optional.empty(), bad, Optional.of(good), seen.notBefore(phase.since())),
        settled,
        new Effect.Restore(bad, Optional.of(good)),
        decision(phase, seen, request, bad, good));
  }
}
