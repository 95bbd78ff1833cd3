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
  private final LoopMemory ledger;

  IdleDecisions(Idle idle, PhaseInput seen, Observation.Signals signals) {
    this.idle = idle;
    this.seen = seen;
    this.signals = signals;
    this.ledger = seen.memory().remembering(signals.looks());
  }

  Transition answer() {
    Optional<RetrainingRequest> request = seen.request(RetrainingRequest.Verb.RETRAIN);
    if (request.isPresent()) {
      return requested(request.get());
    }
    List<TriggerResult> fired = signals.looks().stream().filter(this::fires).toList();
    return fired.stream()
        .max(Comparator.comparing(TriggerResult::mode))
        .map(strongest -> fired(first(fired, strongest), fired))
        .orElseGet(this::hold);
  }

  private static TriggerResult first(List<TriggerResult> fired, TriggerResult strongest) {
    return fired.stream().filter(look -> look.mode() == strongest.mode()).findFirst().orElseThrow();
  }

  private boolean fires(TriggerResult look) {
    return look.signal() instanceof Signal.Fire fire
        && !fire.firingId().equals(ledger.consumed().get(look.rule()));
  }

  private Transition fired(TriggerResult winner, List<TriggerResult> fired) {
    Optional<GuardCheck.Refusal> refusal =
        GuardCheck.of(seen.retraining().guards(), ledger, seen.now(), signals.outlay())
            .or(() -> GuardCheck.undecided(ledger, inputs()));
    if (refusal.isPresent()) {
      return refused(winner, refusal.get());
    }
    Map<String, String> consumed = new TreeMap<>();
    fired.forEach(look -> consumed.put(look.rule(), ((Signal.Fire) look.signal()).firingId()));
    Signal.Fire fire = (Signal.Fire) winner.signal();
    return start(
        new Cause(winner.name(), winner.rule() + ":" + fire.firingId(), fire.why()),
        winner,
        ledger.consuming(consumed));
  }

  private Transition requested(RetrainingRequest request) {
    Optional<GuardCheck.Refusal> refusal =
        GuardCheck.ofRequest(seen.retraining().guards(), ledger, seen.now(), signals.outlay());
    LoopMemory settled = ledger.settling(request.id());
    TriggerResult asked =
        new TriggerResult(REQUEST, "", request.mode(), Signal.quiet("asked"), Optional.empty());
    if (refusal.isPresent()) {
      return new IdleDecisions(idle, seen.with(settled), signals).refused(asked, refusal.get());
    }
    return start(new Cause(REQUEST, request.id(), request.reason()), asked, settled);
  }

  private record Cause(String rule, String firingId, String why) {}

  private Transition start(Cause cause, TriggerResult winner, LoopMemory after) {
    RunKey key = RunKey.of(seen.retraining().name(), cause.firingId(), 1);
    PlannedRun.Inputs inputs = inputs();
    PlannedRun run = new PlannedRun(key, winner.mode(), cause.why(), inputs);
    return Transition.decided(
        new Submitting(run, seen.notBefore(idle.since())),
        seen.with(
            after.training(inputs.dataVersion()).trimmed(seen.retraining().guards(), seen.now())),
        new Effect.Submit(run),
        DecisionFactory.of(seen, idle)
            .run(key)
            .make(
                Kind.RETRAIN,
                cause.rule(),
                "retrains (" + winner.mode().parameter() + ") on data " + inputs.dataVersion(),
                cause.why(),
                evidence(inputs)));
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
    for (TriggerResult look : signals.looks()) {
      said.put(
          look.rule(),
          Facts.NONE
              .with("trigger", look.trigger())
              .with("signal", word(look))
              .with("why", look.signal().why())
              .and(look.signal().evidence())
              .toNode());
    }
    return Node.of(said);
  }

  private String word(TriggerResult look) {
    if (look.signal() instanceof Signal.Fire) {
      return fires(look) ? "fire" : "fired already";
    }
    return look.signal() instanceof Signal.Quiet ? "quiet" : "undecided";
  }

  private Transition refused(TriggerResult winner, GuardCheck.Refusal refusal) {
    String hash = Documents.sha256(winner.rule() + "\n" + refusal.guard() + "\n" + refusal.why());
    if (hash.equals(ledger.held())) {
      return Transition.stay(idle, seen.with(ledger));
    }
    return Transition.decided(
        idle,
        seen.with(ledger.holding(hash)),
        Effect.none(),
        DecisionFactory.of(seen, idle)
            .make(
                Kind.REFUSED,
                refusal.guard(),
                "does not retrain although " + winner.name() + " fired",
                refusal.why(),
                Facts.NONE.and(refusal.evidence()).and(cost()).and(said()).toNode()));
  }

  private Transition hold() {
    Node.Mapping said = said();
    String hash = Documents.sha256(said);
    if (hash.equals(ledger.held())) {
      return Transition.stay(idle, seen.with(ledger));
    }
    return Transition.decided(
        idle,
        seen.with(ledger.holding(hash)),
        Effect.none(),
        DecisionFactory.of(seen, idle).make(Kind.HOLD, "hold", "nothing is done", reasons(), said));
  }

  private String reasons() {
    return signals.looks().stream()
        .map(look -> look.name() + ": " + look.signal().why())
        .collect(Collectors.joining("; "));
  }
}
