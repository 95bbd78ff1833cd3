package dev.retrain.runtime.phase;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Signal;
import dev.retrain.runtime.cost.CostEvidence;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an idle retraining answers to its triggers and to people. */
final class IdleDecisions {

  private static final String REQUEST = "request";

  private final Idle idle;
  private final PhaseInput seen;
  private final Observation.Signals signals;
  private final LoopMemory memory;

  IdleDecisions(Idle idle, PhaseInput seen, Observation.Signals signals) {
    this.idle = idle;
    this.seen = seen;
    this.signals = signals;
    this.memory = seen.memory().remembering(signals.results());
  }

  Transition answer() {
    List<RetrainingRequest> requests =
        seen.requests().stream()
            .filter(request -> request.verb() == RetrainingRequest.Verb.RETRAIN)
            .toList();
    Optional<RetrainingRequest> person =
        requests.stream().filter(request -> !request.byProgram()).findFirst();
    if (person.isPresent()) {
      return requested(person.get());
    }
    Optional<Transition> started =
        strongest(requests)
            .filter(request -> guarded().isEmpty())
            .map(request -> start(request, requests));
    List<TriggerResult> fired = signals.results().stream().filter(this::fires).toList();
    return started
        .or(
            () ->
                fired.stream()
                    .max(Comparator.comparing(TriggerResult::mode))
                    .map(strongest -> fired(first(fired, strongest), fired)))
        .or(() -> strongest(requests).map(this::heldBack))
        .orElseGet(this::hold);
  }

  private static Optional<RetrainingRequest> strongest(List<RetrainingRequest> requests) {
    return requests.stream().max(Comparator.comparing(RetrainingRequest::mode));
  }

  /** Returns the guard that holds back triggers and programs. */
  private Optional<GuardCheck.Refusal> guarded() {
    return GuardCheck.of(seen.policy().guards(), memory, seen.now(), signals.outlay())
        .or(() -> GuardCheck.undecided(memory, inputs()));
  }

  /** A request of a program waits until the guards allow a run. */
  private Transition heldBack(RetrainingRequest request) {
    return refused(result(request), guarded().orElseThrow());
  }

  private static TriggerResult result(RetrainingRequest request) {
    return new TriggerResult(
        REQUEST, "", request.mode(), Signal.quiet("requested"), Optional.empty());
  }

  /** One run answers all requests of programs that wait: they ask for the same data. */
  private Transition start(RetrainingRequest request, List<RetrainingRequest> waiting) {
    LoopMemory settled = memory;
    for (RetrainingRequest other : waiting) {
      settled = settled.settling(other.id());
    }
    return start(cause(request), result(request), settled);
  }

  private static Cause cause(RetrainingRequest request) {
    return new Cause(
        REQUEST, request.id(), request.reason(), Facts.NONE.with(REQUEST, request.id()).toNode());
  }

  private static TriggerResult first(List<TriggerResult> fired, TriggerResult strongest) {
    return fired.stream()
        .filter(result -> result.mode() == strongest.mode())
        .findFirst()
        .orElseThrow();
  }

  private boolean fires(TriggerResult result) {
    return result.signal() instanceof Signal.Fire fire
        && !fire.firingId().equals(memory.consumed().get(result.rule()));
  }

  private Transition fired(TriggerResult winner, List<TriggerResult> fired) {
    Optional<GuardCheck.Refusal> refusal = guarded();
    if (refusal.isPresent()) {
      return refused(winner, refusal.get());
    }
    Map<String, String> consumed = new TreeMap<>();
    fired.forEach(
        result -> consumed.put(result.rule(), ((Signal.Fire) result.signal()).firingId()));
    Signal.Fire fire = (Signal.Fire) winner.signal();
    return start(
        new Cause(
            winner.name(), winner.rule() + ":" + fire.firingId(), fire.why(), Facts.NONE.toNode()),
        winner,
        memory.consuming(consumed));
  }

  private Transition requested(RetrainingRequest request) {
    Optional<GuardCheck.Refusal> refusal =
        GuardCheck.ofRequest(seen.policy().guards(), memory, seen.now(), signals.outlay());
    LoopMemory settled = memory.settling(request.id());
    return refusal
        .map(guard -> refused(result(request), guard, settled, cause(request)))
        .orElseGet(() -> start(cause(request), result(request), settled));
  }

  /**
   * Why a run is started.
   *
   * @param evidence what it answers
   */
  private record Cause(String rule, String firingId, String why, Node.Mapping evidence) {}

  private Transition start(Cause cause, TriggerResult winner, LoopMemory after) {
    RunKey key = RunKey.of(seen.policy().name(), firingId(cause), 1);
    PlannedRun.Inputs inputs = inputs();
    PlannedRun run = new PlannedRun(key, winner.mode(), cause.why(), inputs);
    return Transition.decided(
        new Submitting(run, seen.notBefore(idle.since())),
        seen.with(after.training(inputs.dataVersion()).trimmed(seen.policy().guards(), seen.now())),
        new Effect.Submit(run),
        DecisionFactory.of(seen, idle)
            .run(key)
            .make(
                Kind.RETRAIN,
                cause.rule(),
                "retrains (" + winner.mode().parameter() + ") on data " + inputs.dataVersion(),
                cause.why(),
                Facts.NONE.and(cause.evidence()).and(evidence(inputs)).toNode()));
  }

  /**
   * A firing of another store is another firing: a new store would otherwise take over a run of
   * long ago, and its version, because a flag has its first version again.
   */
  private String firingId(Cause cause) {
    return cause.firingId() + " since " + memory.born();
  }

  private PlannedRun.Inputs inputs() {
    return signals
        .inputs()
        .orElseGet(
            () ->
                new PlannedRun.Inputs(
                    PlannedRun.Inputs.NO_VERSION, Map.of(), Optional.empty(), Map.of()));
  }

  private Node.Mapping evidence(PlannedRun.Inputs inputs) {
    return Facts.NONE
        .with("dataVersion", inputs.dataVersion())
        .with("champion", inputs.champion())
        .and(inputs.origin())
        .and(cost())
        .and(said())
        .toNode();
  }

  private Node.Mapping cost() {
    return signals
        .outlay()
        .map(costs -> Facts.NONE.with(CostEvidence.COST, CostEvidence.projected(costs.projected())))
        .orElse(Facts.NONE)
        .toNode();
  }

  /** Every trigger's word by its rule. */
  private Node.Mapping said() {
    Map<String, Node> said = new LinkedHashMap<>();
    for (TriggerResult result : signals.results()) {
      said.put(
          result.rule(),
          Facts.NONE
              .with("trigger", result.trigger())
              .with("signal", word(result))
              .with("why", result.signal().why())
              .and(result.signal().evidence())
              .toNode());
    }
    return Node.of(said);
  }

  private String word(TriggerResult result) {
    if (result.signal() instanceof Signal.Fire) {
      return fires(result) ? "fire" : "fired already";
    }
    return result.signal() instanceof Signal.Quiet ? "quiet" : "undecided";
  }

  private Transition refused(TriggerResult winner, GuardCheck.Refusal refusal) {
    String hash = Documents.sha256(winner.rule() + "\n" + refusal.guard() + "\n" + refusal.why());
    if (hash.equals(memory.held())) {
      return Transition.stay(idle, seen.with(memory));
    }
    return refused(
        winner, refusal, memory.holding(hash), new Cause("", "", "", Facts.NONE.toNode()));
  }

  private Transition refused(
      TriggerResult winner, GuardCheck.Refusal refusal, LoopMemory after, Cause cause) {
    return Transition.decided(
        idle,
        seen.with(after),
        Effect.none(),
        DecisionFactory.of(seen, idle)
            .make(
                Kind.REFUSED,
                refusal.guard(),
                "does not retrain although " + winner.name() + " fired",
                refusal.why(),
                Facts.NONE
                    .and(cause.evidence())
                    .and(refusal.evidence())
                    .and(cost())
                    .and(said())
                    .toNode()));
  }

  private Transition hold() {
    Node.Mapping said = said();
    String hash = HoldReason.hash(said);
    if (hash.equals(memory.held())) {
      return Transition.stay(idle, seen.with(memory));
    }
    return Transition.decided(
        idle,
        seen.with(memory.holding(hash)),
        Effect.none(),
        DecisionFactory.of(seen, idle).make(Kind.HOLD, "hold", "nothing is done", reasons(), said));
  }

  private String reasons() {
    return signals.results().stream()
        .map(result -> result.name() + ": " + result.signal().why())
        .collect(Collectors.joining("; "));
  }
}
