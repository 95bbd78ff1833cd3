package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.rollout.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that is kept of a retraining.
 *
 * @param phase where it stands
 * @param memory what it remembers
 * @param armed the way back of a champion whose labels have not come yet
 */
public record LoopState(Phase phase, LoopMemory memory, Optional<ArmedRollback> armed) {

  private static final Duration EARLIER_LISTING = Duration.ofDays(7);
  private static final Shape<LoopState> SHAPE = makeShape();

  /** Checks that nothing is missing. */
  public LoopState {
    requireNonNull(phase);
    requireNonNull(memory);
    requireNonNull(armed);
  }

  /** Creates a state with no rollback armed. */
  public LoopState(Phase phase, LoopMemory memory) {
    this(phase, memory, Optional.empty());
  }

  /**
   * What follows from a look, with the state it leads to.
   *
   * @param after once the transition is saved
   */
  public record Step(LoopState after, Transition transition) {}

  /** Returns the versions that users see, may see, or may see again. */
  public Set<String> versions() {
    Set<String> all = new TreeSet<>();
    memory.champion().ifPresent(live -> all.add(live.version()));
    armed.ifPresent(
        open -> {
          all.add(open.version());
          open.rollout().champion().ifPresent(all::add);
        });
    if (phase instanceof RollingOut out) {
      all.add(out.challenger().version());
      out.rollout().champion().ifPresent(all::add);
    } else if (phase instanceof RollingBack back) {
      all.add(back.version());
      back.champion().ifPresent(all::add);
    } else if (phase instanceof Judging judged) {
      all.add(judged.challenger().version());
    } else if (phase instanceof Approving waits) {
      all.add(waits.challenger().version());
    }
    return all;
  }

  /** Returns whether the target has to be looked at before the phase goes on. */
  public boolean wantsGuard(PhaseInput seen) {
    return armed.map(kept -> kept.wantsLook(phase, seen)).orElse(false);
  }

  /** Returns what the way back that is kept open asks for; empty when the phase goes on. */
  public Optional<Step> guard(PhaseInput seen) {
    return armed.flatMap(kept -> kept.next(phase, seen));
  }

  /** Returns the target that the phase acts on, which an edit of the policy leaves as it was. */
  public Target target(LoopPolicy policy) {
    if (phase instanceof RollingOut out) {
      return out.terms().map(RolloutTerms::target).orElse(policy.target());
    }
    return phase instanceof RollingBack back
        ? back.target().orElse(policy.target())
        : policy.target();
  }

  /** Returns this state with a decision, under the name of another retraining. */
  public Step renamed(
      PhaseInput seen, String rule, String what, String why, Node.Mapping evidence) {
    Transition decided =
        Transition.decided(
            phase,
            seen.with(memory),
            Effect.none(),
            DecisionFactory.of(seen.with(memory), phase)
                .make(Decision.Kind.HOLD, rule, what, why, evidence));
    return new Step(new LoopState(phase, decided.memory(), armed), decided);
  }

  /** Returns this state with a clean-up that failed, which undoes nothing and is repeated. */
  public Step unclean(PhaseInput seen, String why) {
    Transition noted =
        Halted.notedOnce(
            phase,
            seen.with(memory),
            Effect.none(),
            "clean-up since " + phase.since(),
            DecisionFactory.of(seen.with(memory), phase)
                .make(
                    Decision.Kind.HOLD,
                    "clean-up",
                    "what is left over is cleaned up later; nothing is undone",
                    why));
    return new Step(new LoopState(phase, noted.memory(), armed), noted);
  }

  /** Sets remembered times that lie in the future to now; empty where there are none. */
  public Optional<Step> repairClock(PhaseInput seen) {
    return ClockRepair.of(this, seen);
  }

  /** Returns the oldest request that is answered before the phase goes on. */
  public Optional<RetrainingRequest> requestToAnswer(PhaseInput seen) {
    return new RequestAnswers(this, seen).first();
  }

  /** Returns whether a request can only be answered by what the registry shows. */
  public boolean needsAliases(RetrainingRequest request, PhaseInput seen) {
    return new RequestAnswers(this, seen).needsAliases(request);
  }

  /** Answers a request; empty while the registry cannot be read. */
  public Optional<Step> answer(RetrainingRequest request, PhaseInput seen) {
    return new RequestAnswers(this, seen).answer(request);
  }

  /** Returns the input with the requests that the phase itself answers. */
  public PhaseInput forPhase(PhaseInput seen) {
    return seen.withRequests(new RequestAnswers(this, seen).ofPhase());
  }

  /** Returns what the phase asks for. */
  public Step next(PhaseInput seen) {
    boolean sees =
        !(seen.observation() instanceof Observation.Trouble)
            && seen.memory().held().startsWith(Halted.UNSEEN);
    Transition transition = phase.next(sees ? seen.with(seen.memory().holding("")) : seen);
    return new Step(
        new LoopState(
            transition.next(), transition.memory(), ArmedRollback.after(this, transition)),
        transition);
  }

  /** Returns the state of a retraining seen for the first time. */
  public static LoopState begin(Instant now) {
    return new LoopState(new Idle(now), LoopMemory.begin(now));
  }

  /**
   * Reads the text a store kept.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException if a later version wrote it
   */
  public static LoopState parse(String body, String source) {
    return DocumentReader.of(SHAPE, Documents.parse(body, source), source);
  }

  /** Returns the text a store keeps. */
  public String toJson() {
    return Documents.canonicalJson(SHAPE.write(this));
  }

  private static Shape<LoopState> makeShape() {
    ObjectShape.Builder<LoopState> all = ObjectShape.named("LoopState");
    var phase = all.required("phase", Phase.shape(), LoopState::phase, "where it stands");
    var memory = all.required("ledger", memoryShape(), LoopState::memory, "what it remembers");
    var armed =
        all.maybe("armed", ArmedRollback.shape(), LoopState::armed, "the way back kept open");
    return all.build(f -> new LoopState(f.get(phase), f.get(memory), f.find(armed)));
  }

  private static Shape<LoopMemory> memoryShape() {
    Shape<Map<String, String>> texts = Shapes.map(Shapes.text());
    ObjectShape.Builder<LoopMemory> all = ObjectShape.named("Ledger");
    var model = all.maybe("model", Shapes.text(), LoopMemory::model, "whose versions it promotes");
    var born = all.required("born", Shapes.instant(), LoopMemory::born, "first seen");
    var latest = all.maybe("latest", Shapes.instant(), l -> Optional.of(l.latest()), "decision");
    var listed =
        all.maybe(
            "listedFrom", Shapes.instant(), l -> Optional.of(l.listedFrom()), "runs still listed");
    var starts =
        all.optional(
            "starts", Shapes.list(Shapes.instant()), List.of(), LoopMemory::starts, "of runs");
    var rejections = count(all, "rejections", LoopMemory::rejections);
    var failures = count(all, "failures", memory -> memory.streaks().failures());
    var undecided = count(all, "undecided", memory -> memory.streaks().undecided());
    var champion = all.maybe("champion", reign(), LoopMemory::champion, "promoted last");
    var consumed = all.optional("consumed", texts, Map.of(), LoopMemory::consumed, "by rule");
    var memory = all.optional("memory", texts, Map.of(), LoopMemory::triggerMemory, "by rule");
    var held = all.optional("held", Shapes.text(), "", LoopMemory::held, "why nothing is done");
    var data = all.optional("data", Shapes.text(), "", LoopMemory::data, "of the last run");
    var settled =
        all.optional("settled", Shapes.list(Shapes.text()), List.of(), LoopMemory::settled, "ids");
    return all.build(
        f ->
            new LoopMemory(
                f.find(model),
                f.get(born),
                f.find(latest).orElse(f.get(born)),
                f.find(listed).orElse(earlierListing(f.get(born), f.find(latest))),
                f.get(starts),
                new LoopMemory.Streaks(
                    Math.toIntExact(f.get(rejections)),
                    Math.toIntExact(f.get(failures)),
                    Math.toIntExact(f.get(undecided))),
                f.find(champion),
                f.get(consumed),
                f.get(memory),
                f.get(held),
                f.get(data),
                f.get(settled)));
  }

  /** Builds that kept no time listed the runs of a week. */
  private static Instant earlierListing(Instant born, Optional<Instant> latest) {
    return latest.map(time -> time.minus(EARLIER_LISTING)).filter(born::isBefore).orElse(born);
  }

  private static ObjectShape.Field<LoopMemory, Long> count(
      ObjectShape.Builder<LoopMemory> all,
      String key,
      java.util.function.ToIntFunction<LoopMemory> getter) {
    return all.optional(
        key,
        Shapes.integer(0, Integer.MAX_VALUE),
        0L,
        memory -> (long) getter.applyAsInt(memory),
        "in a row");
  }

  private static Shape<LoopMemory.LiveVersion> reign() {
    ObjectShape.Builder<LoopMemory.LiveVersion> all = ObjectShape.named("Reign");
    var version = all.required("version", Shapes.text(), LoopMemory.LiveVersion::version, "which");
    var since =
        all.required("since", Shapes.instant(), LoopMemory.LiveVersion::since, "since when");
    return all.build(f -> new LoopMemory.LiveVersion(f.get(version), f.get(since)));
  }
}
