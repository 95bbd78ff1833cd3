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
 */
public record Halted(String why, Instant since) implements Phase {

  /** Checks that nothing is missing. */
  public Halted {
    requireNonNull(why);
    requireNonNull(since);
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
    return Transition.decided(
        new Idle(seen.notBefore(since)),
        seen.with(seen.memory().settling(resume.get().id())),
        Effect.none(),
        DecisionFactory.of(seen, this)
            .make(
                Kind.RESUMED,
                "request",
                "triggers are watched again",
                resume.get().reason(),
                Facts.NONE.with("request", resume.get().id()).toNode()));
  }

  static Transition because(
      Phase phase, PhaseInput seen, DecisionFactory by, String rule, String why) {
    return Transition.decided(
        new Halted(why, seen.notBefore(phase.since())),
        seen,
        Effect.none(),
        by.make(
            Kind.HALTED,
            rule,
            "nothing more is done until somebody runs: retrain resume " + seen.retraining().name(),
            why));
  }

  /**
   * What follows when the outside cannot be looked at for longer than a phase may last: a failure
   * that stays halts, one that may pass is waited out and written down once.
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
