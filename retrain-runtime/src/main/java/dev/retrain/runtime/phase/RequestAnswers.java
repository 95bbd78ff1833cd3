package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.RequestRules.Fate;
import dev.retrain.runtime.phase.RequestRules.Ruling;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.spi.backend.RunKey;
import java.util.List;
import java.util.Optional;

/**
 * Answers, before the phase goes on, requests that do not apply and requests to send the live
 * version back, which wait for no run, approval or rollout.
 */
final class RequestAnswers {

  private static final String RULE = "request";

  private final LoopState state;
  private final PhaseInput seen;

  RequestAnswers(LoopState state, PhaseInput seen) {
    this.state = state;
    this.seen = seen;
  }

  private Ruling ruling(RetrainingRequest request) {
    return new RequestRules(request, seen).in(state.phase());
  }

  private boolean isAnsweredHere(RetrainingRequest request) {
    Fate fate = ruling(request).fate();
    return fate == Fate.REFUSED || fate == Fate.LIVE_VERSION;
  }

  /** Returns the oldest request that is answered before the phase goes on. */
  Optional<RetrainingRequest> first() {
    return seen.requests().stream().filter(this::isAnsweredHere).findFirst();
  }

  /** Returns the requests that the phase itself answers. */
  List<RetrainingRequest> ofPhase() {
    return seen.requests().stream()
        .filter(request -> ruling(request).fate() == Fate.OF_PHASE)
        .toList();
  }

  /** Returns whether a request can only be answered by what the registry shows. */
  boolean needsAliases(RetrainingRequest request) {
    return ruling(request).fate() == Fate.LIVE_VERSION;
  }

  /** Answers a request; empty while the registry, which it needs, cannot be read. */
  Optional<LoopState.Step> answer(RetrainingRequest request) {
    Ruling ruling = ruling(request);
    if (ruling.fate() == Fate.REFUSED) {
      return Optional.of(refused(request, ruling.why()));
    }
    return seen.observation() instanceof Observation.Registry registry
        ? Optional.of(rollBack(request, registry.aliases()))
        : Optional.empty();
  }

  private LoopState.Step rollBack(RetrainingRequest request, Observation.Aliases aliases) {
    Optional<String> why = ManualRollback.whyNot(request, aliases);
    if (state.armed().filter(ArmedRollback::condemned).isPresent()) {
      return refused(request, "the live version is on its way back already");
    }
    return why.isPresent()
        ? refused(request, why.get())
        : condemned(request, aliases.champion().orElseThrow(), aliases.previous().orElseThrow());
  }

  private LoopState.Step condemned(RetrainingRequest request, String bad, String good) {
    Transition decided =
        Transition.decided(
            state.phase(),
            settled(request),
            Effect.none(),
            ManualRollback.decision(state.phase(), seen, request, bad, good));
    ArmedRollback going =
        new ArmedRollback(
            live(bad),
            RolloutState.begin(bad, Optional.of(good)),
            true,
            seen.notBefore(state.phase().since()));
    return new LoopState.Step(
        new LoopState(state.phase(), decided.memory(), Optional.of(going)), decided);
  }

  private Challenger live(String version) {
    return state
        .armed()
        .map(ArmedRollback::challenger)
        .filter(known -> known.version().equals(version))
        .orElseGet(
            () ->
                new Challenger(RunKey.of(seen.policy().name(), "version:" + version, 1), version));
  }

  private LoopState.Step refused(RetrainingRequest request, String why) {
    Transition decided =
        Transition.decided(
            state.phase(),
            settled(request),
            Effect.none(),
            DecisionFactory.of(seen, state.phase())
                .make(
                    Kind.REFUSED,
                    RULE,
                    "the request to " + request.words() + " does not apply",
                    why + " (requested: " + request.reason() + ")",
                    Facts.NONE.with(RULE, request.id()).toNode()));
    return new LoopState.Step(
        new LoopState(state.phase(), decided.memory(), state.armed()), decided);
  }

  private PhaseInput settled(RetrainingRequest request) {
    return seen.with(seen.memory().settling(request.id()));
  }
}
