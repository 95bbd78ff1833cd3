package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.rollout.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices remembered times that lie in the future, which a clock that was wrong left behind, and
 * sets them to now: no deadline would end and nothing would fire until then.
 */
final class ClockRepair implements Phase.Visitor<Phase> {

  /** How far the clocks of nodes that share a store may differ. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String RULE = "clock";

  private final Instant now;

  private ClockRepair(Instant now) {
    this.now = now;
  }

  /** Returns the repaired state with its decision; empty where no time lies in the future. */
  static Optional<LoopState.Step> of(LoopState state, PhaseInput seen) {
    Instant now = seen.now();
    Instant latest = latest(state);
    if (!latest.isAfter(now.plus(TOLERANCE))) {
      return Optional.empty();
    }
    ClockRepair repair = new ClockRepair(now);
    Phase phase = state.phase().accept(repair);
    PhaseInput repaired = seen.with(seen.memory().notAfter(now));
    Transition decided =
        Transition.decided(
            phase,
            repaired,
            Effect.none(),
            DecisionFactory.of(repaired, phase)
                .make(
                    Kind.HOLD,
                    RULE,
                    "remembered times in the future are set to now",
                    "the clock shows " + now + ", and times up to " + latest + " are remembered",
                    Facts.NONE.with("remembered", latest).toNode()));
    return Optional.of(
        new LoopState.Step(
            new LoopState(phase, decided.memory(), state.armed().map(repair::armed)), decided));
  }

  private static Instant latest(LoopState state) {
    LoopMemory memory = state.memory();
    Instant latest = later(memory.latest(), state.phase().since());
    latest = later(latest, memory.lastStart().orElse(latest));
    latest = later(latest, memory.champion().map(LoopMemory.LiveVersion::since).orElse(latest));
    if (state.phase() instanceof RollingOut out) {
      latest = later(latest, out.rollout().stageBegan().orElse(latest));
    }
    return later(latest, state.armed().map(ArmedRollback::since).orElse(latest));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Instant time(Instant remembered) {
    return remembered.isAfter(now) ? now : remembered;
  }

  private ArmedRollback armed(ArmedRollback kept) {
    return new ArmedRollback(
        kept.challenger(), rollout(kept.rollout()), kept.condemned(), time(kept.since()));
  }

  private RolloutState rollout(RolloutState kept) {
    return new RolloutState(
        kept.challenger(),
        kept.champion(),
        kept.stage(),
        kept.stageBegan().map(this::time),
        kept.counts(),
        kept.tests(),
        kept.looked().map(this::time),
        kept.paused().map(this::time),
        kept.extended(),
        kept.promoting(),
        kept.detour(),
        kept.restoring().map(this::time));
  }

  @Override
  public Phase idle(Idle phase) {
    return new Idle(time(phase.since()));
  }

  @Override
  public Phase submitting(Submitting phase) {
    return new Submitting(phase.run(), time(phase.since()), phase.asked().map(this::time));
  }

  @Override
  public Phase running(Running phase) {
    return new Running(
        phase.run(),
        phase.nativeId(),
        phase.cancelling(),
        time(phase.since()),
        phase.missing().map(this::time),
        phase
            .resumed()
            .map(last -> new ResumedRun(last.number(), time(last.at()), last.confirmed())));
  }

  @Override
  public Phase judging(Judging phase) {
    return new Judging(phase.challenger(), phase.artifacts(), time(phase.since()));
  }

  @Override
  public Phase approving(Approving phase) {
    return new Approving(phase.challenger(), phase.why(), time(phase.since()));
  }

  @Override
  public Phase rollingOut(RollingOut phase) {
    return new RollingOut(
        phase.challenger(), rollout(phase.rollout()), time(phase.since()), phase.terms());
  }

  @Override
  public Phase rollingBack(RollingBack phase) {
    return new RollingBack(
        phase.run(), phase.version(), phase.champion(), time(phase.since()), phase.target());
  }

  @Override
  public Phase halted(Halted phase) {
    return new Halted(
        phase.why(), time(phase.since()), phase.underWay().map(under -> under.accept(this)));
  }
}
