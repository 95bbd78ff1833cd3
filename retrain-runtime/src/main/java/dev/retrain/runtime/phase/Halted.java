package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Does nothing until it is resumed.
 *
 * @param why in one sentence
 * @param underWay the run that was under way, which may not have ended; it is returned to
 */
public record Halted(String why, Instant since, Optional<Phase> underWay) implements Phase {

  /** Checks that nothing is missing. */
  public Halted {
    requireNonNull(why);
    requireNonNull(since);
    requireNonNull(underWay);
  }

  /** Creates the phase with nothing under way. */
  public Halted(String why, Instant since) {
    this(why, since, Optional.empty());
  }

  @Override
  public String word() {
    return "halted";
  }

  @Override
  public boolean isAtRest() {
    return true;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.halted(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    Optional<RetrainingRequest> resume = seen.request(RetrainingRequest.Verb.RESUME);
    if (resume.isEmpty()) {
      Optional<Observation.Aliases> aliases =
          seen.observation() instanceof Observation.Signals signals
              ? signals.aliases()
              : Optional.empty();
      return ManualRollback.of(this, seen, aliases).orElseGet(() -> Transition.stay(this, seen));
    }
    Instant now = seen.notBefore(since);
    Phase next = underWay.map(phase -> again(phase, now)).orElseGet(() -> new Idle(now));
    String what =
        underWay.isPresent() ? "its run is looked at again" : "triggers are watched again";
    return Transition.decided(
        next,
        seen.with(seen.memory().settling(resume.get().id())),
        Effect.none(),
        DecisionFactory.of(seen, this)
            .make(
                Kind.RESUMED,
                "request",
                what,
                resume.get().reason(),
                Facts.NONE.with("request", resume.get().id()).toNode()));
  }

  /** A run that may go on is waited for again: another one beside it would be a second. */
  private static Phase again(Phase phase, Instant now) {
    if (phase instanceof Running running) {
      return new Running(
          running.run(),
          running.nativeId(),
          running.cancelling(),
          now,
          Optional.empty(),
          running.resumed());
    }
    return phase instanceof Submitting submitting
        ? new Submitting(submitting.run(), now)
        : new Idle(now);
  }

  private static Optional<Phase> underWay(Phase phase) {
    return Optional.of(phase).filter(p -> p instanceof Running || p instanceof Submitting);
  }

  static Transition because(
      Phase phase, PhaseInput seen, DecisionFactory by, String rule, String why) {
    return Transition.decided(
        new Halted(why, seen.notBefore(phase.since()), underWay(phase)),
        seen,
        Effect.none(),
        by.make(
            Kind.HALTED,
            rule,
            "nothing more is done until somebody runs: retrain resume " + seen.policy().name(),
            why));
  }

  /**
   * Returns what follows when the outside cannot be looked at for longer than a phase may last: a
   * failure that stays halts, one that may pass is waited out and written down once.
   */
  static Transition whenLate(
      Phase phase,
      PhaseInput seen,
      DecisionFactory by,
      Duration allowed,
      Observation.Trouble trouble) {
    if (!seen.late(phase, allowed)) {
      return Transition.stay(phase, seen);
    }
    String why = trouble.asked() + " failed after " + allowed + ": " + trouble.why();
    if (trouble.permanent()) {
      return because(phase, seen, by, "deadline: " + phase.word(), why);
    }
    return notedOnce(
        phase,
        seen,
        Effect.none(),
        "trouble since " + phase.since(),
        by.make(Kind.HOLD, "deadline: " + phase.word(), "it is tried on", why));
  }

  /** The reason of a hold while nothing can be looked at; forgotten with the next look. */
  static final String UNSEEN = "unseen since ";

  /**
   * What follows while a permission, a credential or a setting keeps a phase from being looked at
   * or carried on: nothing changes, and the reason is written down once.
   */
  static Transition frozen(
      Phase phase, PhaseInput seen, DecisionFactory by, Observation.Trouble trouble) {
    return notedOnce(
        phase,
        seen,
        Effect.none(),
        (trouble.looking() ? UNSEEN : "blocked since ") + phase.since(),
        by.make(
            Kind.HOLD,
            "cannot see",
            "everything stays as it is while " + phase.word() + ", and is tried again",
            trouble.asked() + " failed: " + trouble.why()));
  }

  /**
   * Trouble that goes on, written down when it is first seen.
   *
   * @param mark what tells it from other trouble
   */
  static Transition notedOnce(
      Phase phase, PhaseInput seen, Effect effect, String mark, Decision hold) {
    return mark.equals(seen.memory().held())
        ? Transition.silent(phase, seen, effect)
        : Transition.decided(phase, seen.with(seen.memory().holding(mark)), effect, hold);
  }
}
