package dev.retrain.runtime;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.node.RetrainingLeases;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.runtime.phase.Effect;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.LostTraffic;
import dev.retrain.runtime.phase.Observation;
import dev.retrain.runtime.phase.PhaseInput;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.Transition;
import dev.retrain.spi.state.StateStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one retraining on: load, look, decide, save, act, until nothing moves any more. Ticked by
 * one thread at a time.
 */
final class RetrainingLoop {

  private static final Logger LOG = LoggerFactory.getLogger(RetrainingLoop.class);

  /** More steps than any life of one run takes; the rest waits for the next tick. */
  private static final int MOST_STEPS = 64;

  /** What all loops share. */
  record Terms(
      StateStore store,
      RequestQueue requests,
      Clock clock,
      Deadlines deadlines,
      RunListingSchedule listing,
      Optional<PriceList> prices,
      RetrainingLeases leases,
      BooleanSupplier stopping) {}

  private final LoopPolicy retraining;
  private final Terms terms;
  private final DecisionIndex index;
  private final Observer observer;
  private final Collaborators collaborators;
  private final String key;
  private @Nullable Kept kept;
  private @Nullable Instant lastLook;
  private @Nullable Instant nextList;
  private boolean trafficRestored;
  private @Nullable Instant trafficLost;

  /** A state with the version the store gave it. */
  private record Kept(long version, LoopState state) {}

  RetrainingLoop(LoopPolicy retraining, Collaborators collaborators, Terms terms) {
    this.retraining = retraining;
    this.terms = terms;
    this.index = new DecisionIndex(terms.store(), retraining.name());
    this.observer =
        new Observer(
            collaborators,
            retraining,
            terms
                .prices()
                .flatMap(
                    prices ->
                        retraining
                            .training()
                            .map(
                                trained ->
                                    new Costs(
                                        trained, collaborators.backend(), terms.store(), prices))),
            index);
    this.collaborators = collaborators;
    this.key = Retrainer.STATE_PREFIX + retraining.name();
  }

  /** The name of the retraining. */
  String name() {
    return retraining.name();
  }

  /**
   * One tick.
   *
   * @param mayHaveRequests false when the requests is known to be empty
   * @param version of the state as the tick began; 0 when there was none
   */
  List<Decision> tick(boolean mayHaveRequests, long version) {
    List<Decision> made = new ArrayList<>();
    List<RetrainingRequest> requests =
        mayHaveRequests ? terms.requests().waiting(name()) : List.of();
    Effect before = Effect.none();
    for (int i = 0; i < MOST_STEPS && holds(); i++) {
      Optional<Step> step = step(i == 0 ? atRest(version) : Optional.empty(), requests);
      if (step.isEmpty()) {
        break;
      }
      step.get().decision().ifPresent(made::add);
      boolean acted = !step.get().effect().equals(before);
      before = step.get().effect();
      if (!step.get().moved() && !acted) {
        break;
      }
    }
    tidy(requests);
    return made;
  }

  private record Step(boolean moved, Effect effect, Optional<Decision> decision) {}

  /** Another node was first. */
  private static final Step LOST = new Step(false, Effect.none(), Optional.empty());

  /** Whether this node may act: its lease may have ended while it was looking. */
  private boolean holds() {
    return terms.leases().holds(name());
  }

  /**
   * What is known already of a retraining that waits: nothing is done for it without a save, which
   * fails if the state changed since the tick began.
   */
  private Optional<Kept> atRest(long version) {
    return Optional.ofNullable(kept)
        .filter(known -> known.version() == version && known.state().armed().isEmpty())
        .filter(known -> known.state().phase().isAtRest());
  }

  private Optional<Step> step(Optional<Kept> known, List<RetrainingRequest> requests) {
    Instant now = terms.clock().instant();
    Kept before = known.orElseGet(() -> load(now));
    LoopMemory memory = before.state().memory().of(retraining.model());
    List<RetrainingRequest> open =
        requests.stream().filter(request -> !isAnswered(request, memory)).toList();
    PhaseInput blind =
        new PhaseInput(now, retraining, terms.deadlines(), memory, open, new Observation.Nothing());
    Optional<RenamedRetraining> renamed =
        before.version() == 0
            ? RenamedRetraining.find(terms.store(), retraining, terms.requests()::isRead)
            : Optional.empty();
    if (renamed.isPresent()) {
      return takeOver(renamed.get(), blind);
    }
    Optional<LoopState.Step> repaired = before.state().repairClock(blind);
    if (repaired.isPresent()) {
      return advance(before, blind, repaired.get()).map(this::act);
    }
    Optional<Step> guarded = guard(before, blind);
    if (guarded.isPresent()) {
      return guarded;
    }
    Optional<Step> answered = answer(before, blind);
    if (answered.isPresent()) {
      return answered;
    }
    Optional<Step> restored = restoreTraffic(before, blind);
    if (restored.isPresent()) {
      return restored;
    }
    Kept current = kept == null ? before : kept; // restoring may have saved it
    LoopState state = current.state();
    PhaseInput seen = observer.observe(state, state.forPhase(blind), moment(now));
    lastLook = now;
    return advance(current, seen, state.next(seen)).map(this::act);
  }

  /** Requests that do not apply, or are about the live version, wait for no phase. */
  private Optional<Step> answer(Kept before, PhaseInput blind) {
    LoopState state = before.state();
    return state
        .requestToAnswer(blind)
        .flatMap(
            request -> {
              PhaseInput seen =
                  state.needsAliases(request, blind) ? blind.with(observer.registry()) : blind;
              return state
                  .answer(request, seen)
                  .map(next -> advance(before, seen, next).map(this::act).orElse(LOST));
            });
  }

  /** A retraining that was renamed goes on where it was. */
  private Optional<Step> takeOver(RenamedRetraining earlier, PhaseInput blind) {
    Kept none = new Kept(0, LoopState.begin(blind.now()));
    Optional<Step> step = advance(none, blind, earlier.takenOver(blind)).map(this::act);
    if (step.isPresent()) {
      earlier.close(terms.store(), retraining, blind.now());
    }
    return step;
  }

  private boolean isAnswered(RetrainingRequest request, LoopMemory memory) {
    return memory.isSettled(request.id()) || index.isAnswered(request.id());
  }

  /** A champion that may still go back is looked at before the phase goes on. */
  private Optional<Step> guard(Kept before, PhaseInput blind) {
    if (!before.state().wantsGuard(blind)) {
      return Optional.empty();
    }
    PhaseInput seen = blind.with(observer.guard(before.state()));
    return before
        .state()
        .guard(seen)
        .map(next -> advance(before, seen, next).map(this::actOnGuard).orElse(LOST));
  }

  /**
   * A target that lost its traffic with its process gets it back before a rollout goes on; once it
   * has traffic this process looks no more.
   */
  private Optional<Step> restoreTraffic(Kept before, PhaseInput blind) {
    if (trafficRestored) {
      return Optional.empty();
    }
    PhaseInput seen = blind.with(observer.guard(before.state()));
    LostTraffic lost = LostTraffic.of(before.state(), seen);
    Instant since = trafficLost == null ? blind.now() : trafficLost;
    trafficLost = since;
    boolean late = blind.now().isAfter(since.plus(terms.deadlines().preparing()));
    trafficRestored = lost.settled() || late;
    if (lost.step().isPresent()) {
      Optional<Advanced> advanced = advance(before, seen, lost.step().get());
      return advanced.isEmpty() ? Optional.of(LOST) : restored(advanced.get());
    }
    boolean waits = !trafficRestored && before.state().phase() instanceof RollingOut;
    return waits && seen.observation() instanceof Observation.Serving
        ? Optional.of(LOST)
        : Optional.empty();
  }

  /** Goes on with the phase where the version cannot be prepared or routed. */
  private Optional<Step> restored(Advanced advanced) {
    Transition transition = advanced.transition();
    try {
      perform(advanced);
    } catch (RetrainException e) {
      LOG.warn("{}: the live version has no traffic: {}", retraining, e.getMessage());
      trafficRestored = !(e instanceof TransientFailure);
      return Optional.empty();
    }
    return Optional.of(new Step(advanced.moved(), transition.effect(), transition.decision()));
  }

  private Step actOnGuard(Advanced advanced) {
    Transition transition = advanced.transition();
    try {
      perform(advanced);
    } catch (RetrainException e) { // asked for again at the next tick, until it is seen to be done
      LOG.warn("{} {}: {}", retraining, transition.next().word(), e.getMessage());
      return new Step(false, Effect.none(), transition.decision());
    }
    return new Step(advanced.moved(), transition.effect(), transition.decision());
  }

  /**
   * Acts right after a save or a check of the state's version: what was decided before another
   * process advanced is not done. That process requests the effect again.
   */
  private void perform(Advanced advanced) {
    Effect effect = advanced.transition().effect();
    if (effect instanceof Effect.Submit && terms.stopping().getAsBoolean()) {
      return; // it may have been accepted already, and its phase repeats it
    }
    if (!effect.equals(Effect.none()) && holds() && (advanced.moved() || isLatest(advanced))) {
      EffectExecutor.perform(
          effect, advanced.after().state().target(retraining), collaborators, retraining);
    }
  }

  private boolean isLatest(Advanced advanced) {
    return terms
        .store()
        .load(key)
        .filter(latest -> latest.version() == advanced.after().version())
        .isPresent();
  }

  private record Advanced(Kept after, PhaseInput seen, Transition transition, boolean moved) {}

  private Optional<Advanced> advance(Kept before, PhaseInput seen, LoopState.Step step) {
    Transition transition = step.transition();
    LoopState after = step.after();
    boolean moved = !after.equals(before.state()) || transition.decision().isPresent();
    if (!moved && before.version() > 0) {
      return Optional.of(new Advanced(before, seen, transition, false));
    }
    if (!holds()) {
      LOG.info("{}: its lease ended while it was looked at: another node decides", retraining);
      return Optional.empty();
    }
    if (terms.stopping().getAsBoolean() && transition.effect() instanceof Effect.Submit) {
      LOG.info("{}: stopping: the run is left to the next process", retraining);
      return Optional.empty();
    }
    kept = null; // a save that fails may have happened: the store is asked again
    boolean saved =
        terms
            .store()
            .saveIfUnchanged(
                key, before.version(), after.toJson(), transition.decision().stream().toList());
    if (!saved) {
      LOG.debug("{}: another node was first", retraining);
      return Optional.empty();
    }
    transition.decision().ifPresent(d -> LOG.info("{}: {}: {}", retraining, d.what(), d.why()));
    Kept now = new Kept(before.version() + 1, after);
    kept = now;
    return Optional.of(new Advanced(now, seen, transition, moved));
  }

  private Step act(Advanced advanced) {
    Transition transition = advanced.transition();
    try {
      perform(advanced);
    } catch (RetrainException e) {
      LOG.warn("{} {}: {}", retraining, transition.next().word(), e.getMessage());
      return failed(advanced, e);
    }
    return new Step(advanced.moved(), transition.effect(), transition.decision());
  }

  /** What failed for good is seen at once, or at the next tick when the process dies here. */
  private Step failed(Advanced advanced, RetrainException cause) {
    Observation trouble = Observer.trouble("it", cause);
    PhaseInput seen =
        new PhaseInput(
            advanced.seen().now(),
            retraining,
            terms.deadlines(),
            advanced.after().state().memory(),
            List.of(),
            trouble);
    Optional<Advanced> next = advance(advanced.after(), seen, advanced.after().state().next(seen));
    boolean moved = next.map(Advanced::moved).orElse(false);
    Optional<Decision> decision = next.flatMap(n -> n.transition().decision());
    return new Step(moved, Effect.none(), decision.or(() -> advanced.transition().decision()));
  }

  private Kept load(Instant now) {
    Optional<StateStore.Snapshot> stored = terms.store().load(key);
    if (stored.isEmpty()) {
      return new Kept(0, LoopState.begin(now));
    }
    Kept cached = kept;
    if (cached != null && cached.version() == stored.get().version()) {
      return cached;
    }
    Kept parsed = new Kept(stored.get().version(), read(stored.get().body()));
    kept = parsed;
    return parsed;
  }

  private LoopState read(String body) {
    LoopState state = LoopState.parse(body, key);
    LoopMemory memory =
        PlacedTriggers.migrate(
            state.memory(), retraining.triggers(), () -> terms.store().history(name(), 0));
    return new LoopState(state.phase(), memory, state.armed());
  }

  private Observer.Moment moment(Instant now) {
    Instant due = nextList == null ? terms.listing().first(name(), now) : nextList;
    boolean setBack = terms.listing().after(now).isBefore(due);
    boolean list = setBack || !now.isBefore(due);
    nextList = list ? terms.listing().after(now) : due;
    return new Observer.Moment(now, Optional.ofNullable(lastLook), list);
  }

  private void tidy(List<RetrainingRequest> requests) {
    Kept now = kept;
    if (now != null && !requests.isEmpty()) {
      List<String> answered =
          requests.stream()
              .filter(request -> isAnswered(request, now.state().memory()))
              .map(RetrainingRequest::id)
              .toList();
      if (!answered.isEmpty()) {
        terms.requests().remove(name(), answered);
      }
    }
  }
}
