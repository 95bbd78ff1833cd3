package dev.retrain.runtime;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.call.Calls;
import dev.retrain.runtime.call.Service;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.node.RetrainingLeases;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.runtime.phase.Effect;
import dev.retrain.runtime.phase.Idle;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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

  /** A service that requests a longer pause is called after this one, so that deadlines run on. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /**
   * What all loops share.
   *
   * @param names of all retrainings
   */
  record Terms(
      Connections connections,
      Set<String> names,
      Clock clock,
      Deadlines deadlines,
      RunListingSchedule listing,
      Optional<PriceList> prices,
      RetrainingLeases leases,
      BooleanSupplier stopping) {}

  private final LoopPolicy retraining;
  private final Terms terms;
  private final StateStore store;
  private final RequestQueue queue;
  private final Calls calls;
  private final DecisionIndex index;
  private final Observer observer;
  private final Collaborators collaborators;
  private final String key;
  private @Nullable Kept kept;
  private volatile boolean trafficRestored;
  private volatile @Nullable Instant trafficLost;
  private Set<Service> waits = Set.of();
  private volatile @Nullable TransientFailure abandoned;
  private volatile @Nullable CleanUp cleanUp;
  private volatile @Nullable Instant lastLook;
  private volatile @Nullable Instant nextList;
  private volatile @Nullable Instant pausedUntil;

  /** What a promotion has left over on its target. */
  private record CleanUp(Effect.Promote promote, Target target) {}

  /** A state with the version the store gave it. */
  private record Kept(long version, LoopState state) {}

  RetrainingLoop(LoopPolicy retraining, Terms terms) {
    this.retraining = retraining;
    this.terms = terms;
    this.collaborators = new Collaborators(terms.connections(), retraining);
    this.calls = collaborators.calls();
    this.store = collaborators.store();
    this.queue = new RequestQueue(store, terms.names());
    this.index = new DecisionIndex(store, retraining.name());
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
                                    new Costs(trained, collaborators.backend(), store, prices))),
            index);
    this.key = Retrainer.STATE_PREFIX + retraining.name();
  }

  /**
   * Returns a loop that goes on in place of this one, whose look was abandoned: it first decides
   * what follows from the failure. The two share nothing but the store.
   */
  RetrainingLoop afresh(TransientFailure failure) {
    RetrainingLoop next = new RetrainingLoop(retraining, terms);
    next.abandoned = failure;
    next.lastLook = lastLook;
    next.nextList = nextList;
    next.pausedUntil = pausedUntil;
    next.cleanUp = cleanUp;
    next.trafficRestored = trafficRestored;
    next.trafficLost = trafficLost;
    return next;
  }

  /** The calls of its looks. */
  Calls calls() {
    return calls;
  }

  /** Until when a service requested a pause, if one did. */
  Optional<Instant> pausedUntil() {
    return Optional.ofNullable(pausedUntil);
  }

  /** The name of the retraining. */
  String name() {
    return retraining.name();
  }

  /**
   * One tick.
   *
   * @param start what is known of it as the tick begins
   * @param made takes every decision
   * @return the services that it waits for; empty when the tick is done
   */
  Set<Service> tick(RetrainingTask.Start start, Consumer<Decision> made) {
    waits = Set.of();
    TransientFailure failure = abandoned;
    if (failure != null) {
      abandoned = null;
      afterAbandoned(failure).ifPresent(made);
      return waits;
    }
    try {
      carryOn(start, made);
    } finally {
      notePause(terms.clock().instant());
    }
    return waits;
  }

  private void carryOn(RetrainingTask.Start start, Consumer<Decision> made) {
    List<RetrainingRequest> requests = start.mayHaveRequests() ? queue.waiting(name()) : List.of();
    Effect before = Effect.none();
    for (int i = 0; i < MOST_STEPS && holds(); i++) {
      Optional<Step> step =
          step(i == 0 ? atRest(start.version()) : Optional.empty(), requests, start);
      if (step.isEmpty()) {
        break;
      }
      step.get().decision().ifPresent(made);
      boolean acted = !step.get().effect().equals(before);
      before = step.get().effect();
      if (!waits.isEmpty() || (!step.get().moved() && !acted)) {
        break;
      }
    }
    tidy(requests);
  }

  /** Lets the deadlines of the phase run on where a look took too long. */
  private Optional<Decision> afterAbandoned(TransientFailure failure) {
    Instant now = terms.clock().instant();
    Kept before = load(now);
    LOG.warn("{} {}: {}", retraining, before.state().phase().word(), failure.getMessage());
    if (before.version() == 0 || !holds()) {
      return Optional.empty();
    }
    String word = before.state().phase().word();
    PhaseInput seen =
        blind(before, now, List.of())
            .with(Observation.Trouble.looking("observing while " + word, failure));
    return advance(before, seen, before.state().next(seen))
        .flatMap(advanced -> advanced.transition().decision());
  }

  private PhaseInput blind(Kept before, Instant now, List<RetrainingRequest> open) {
    LoopMemory memory = before.state().memory().of(retraining.model());
    return new PhaseInput(
        now, retraining, terms.deadlines(), memory, open, new Observation.Nothing());
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

  private Optional<Step> step(
      Optional<Kept> known, List<RetrainingRequest> requests, RetrainingTask.Start start) {
    Instant now = terms.clock().instant();
    Kept before = known.orElseGet(() -> load(now));
    Optional<Observer.Moment> moment = start(before.state(), now);
    if (moment.isEmpty()) {
      return Optional.empty();
    }
    LoopMemory memory = before.state().memory().of(retraining.model());
    List<RetrainingRequest> open =
        requests.stream().filter(request -> !isAnswered(request, memory)).toList();
    PhaseInput blind = blind(before, now, open);
    Optional<RenamedRetraining> renamed =
        before.version() == 0 && start.mayBeRenamed()
            ? RenamedRetraining.find(store, retraining, queue::isRead)
            : Optional.empty();
    if (renamed.isPresent()) {
      return takeOver(renamed.get(), blind);
    }
    Optional<LoopState.Step> repaired = before.state().repairClock(blind);
    if (repaired.isPresent()) {
      return advance(before, blind, repaired.get()).map(this::act);
    }
    boolean paused = isPaused(now);
    Optional<Step> guarded = paused ? Optional.empty() : guard(before, blind);
    if (guarded.isPresent()) {
      return guarded;
    }
    Optional<Step> answered = answer(before, blind);
    if (answered.isPresent()) {
      return answered;
    }
    if (paused) {
      return Optional.empty();
    }
    Optional<Step> restored = restoreTraffic(before, blind);
    if (restored.isPresent()) {
      return restored;
    }
    if (!waits.isEmpty() || !cleanUp(before.state())) {
      return Optional.empty();
    }
    Kept current = kept == null ? before : kept; // restoring may have saved it
    LoopState state = current.state();
    PhaseInput seen = observer.observe(state, state.forPhase(blind), moment.get());
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
      earlier.close(store, retraining, blind.now());
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
    Set<Service> called = collaborators.serving(retraining.target());
    if (!calls.add(called)) {
      waits = called;
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
    boolean stands = !trafficRestored && before.state().phase() instanceof RollingOut;
    return stands && seen.observation() instanceof Observation.Serving
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
    if (effect.equals(Effect.none())) {
      return;
    }
    if (effect instanceof Effect.Submit && terms.stopping().getAsBoolean()) {
      return; // it may have been accepted already, and its phase repeats it
    }
    Set<Service> called =
        LookServices.of(effect, advanced.after().state(), collaborators, retraining);
    if (!calls.add(called)) { // the phase asks for the effect again when there is room
      waits = called;
    } else if (holds() && (advanced.moved() || isLatest(advanced))) {
      Target target = advanced.after().state().target(retraining);
      EffectExecutor.perform(effect, target, collaborators, retraining)
          .ifPresent(left -> unclean(advanced, target, left));
    }
  }

  /** What a promotion left over is kept in mind; a way back asks for the rest by itself. */
  private void unclean(Advanced advanced, Target target, RetrainException left) {
    LOG.warn("{}: not cleaned up: {}", retraining, left.getMessage());
    if (advanced.transition().effect() instanceof Effect.Promote promote) {
      cleanUp = new CleanUp(promote, target);
    }
    String why = String.valueOf(left.getMessage());
    Optional<Advanced> unused =
        advance(
            advanced.after(),
            advanced.seen(),
            advanced.after().state().unclean(advanced.seen(), why));
  }

  /** Cleans up what a promotion left over; false where it has to wait for the target. */
  private boolean cleanUp(LoopState state) {
    CleanUp left = cleanUp;
    if (left == null || !state.phase().isAtRest() || !holds()) {
      return true;
    }
    Set<Service> called = collaborators.serving(left.target());
    if (!calls.add(called)) {
      waits = called;
      return false;
    }
    Optional<RetrainException> failure =
        EffectExecutor.cleanUp(left.promote(), left.target(), collaborators, retraining);
    failure.ifPresent(e -> LOG.warn("{}: not cleaned up: {}", retraining, e.getMessage()));
    cleanUp = failure.isPresent() ? left : null;
    return true;
  }

  private boolean isLatest(Advanced advanced) {
    return store
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
        store.saveIfUnchanged(
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
    Observation trouble = Observation.Trouble.acting("it", cause);
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
    Optional<StateStore.Snapshot> stored = store.load(key);
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
            state.memory(), retraining.triggers(), () -> store.history(name(), 0));
    return new LoopState(state.phase(), memory, state.armed());
  }

  /**
   * Takes the services a look may call, or notes those it has to wait for. A listing of runs that
   * is only just due does not wait for a busy backend: the look is made without it.
   */
  private Optional<Observer.Moment> start(LoopState state, Instant now) {
    FailureContext about = FailureSubject.of(state);
    Set<Service> wanted = LookServices.of(state, collaborators, retraining);
    Instant due = nextList == null ? terms.listing().first(name(), now) : nextList;
    boolean setBack = terms.listing().after(now).isBefore(due);
    boolean list = setBack || !now.isBefore(due);
    if (list && retraining.training().isPresent() && state.phase() instanceof Idle) {
      Set<Service> more = new HashSet<>(wanted);
      more.add(collaborators.backendService());
      if (calls.start(about, more)) {
        return Optional.of(moment(now, due, true));
      }
      if (!now.isBefore(terms.listing().after(due))) { // a whole turn late: in its order
        waits = more;
        return Optional.empty();
      }
      list = false;
    }
    if (!calls.start(about, wanted)) {
      waits = wanted;
      return Optional.empty();
    }
    return Optional.of(moment(now, due, list));
  }

  private Observer.Moment moment(Instant now, Instant due, boolean list) {
    nextList = list ? terms.listing().after(now) : due;
    return new Observer.Moment(now, Optional.ofNullable(lastLook), list);
  }

  /** Whether a service requested a pause that has not passed. */
  private boolean isPaused(Instant now) {
    notePause(now);
    Instant until = pausedUntil;
    if (until == null || !now.isBefore(until) || until.isAfter(now.plus(LONGEST_PAUSE))) {
      pausedUntil = null;
      return false;
    }
    return true;
  }

  private void notePause(Instant now) {
    calls
        .takePause()
        .map(pause -> pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)
        .ifPresent(pause -> pausedUntil = now.plus(pause));
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
        queue.remove(name(), answered);
      }
    }
  }
}
