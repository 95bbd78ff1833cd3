package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asking the backend for a run until it shows it. A backend that shows a run later than it accepts
 * it is not asked again within that time.
 *
 * @param since when it was decided, and asked for the first time
 * @param asked when it was asked for again; empty before
 */
public record Submitting(PlannedRun run, Instant since, Optional<Instant> asked) implements Phase {

  /** Checks that nothing is missing. */
  public Submitting {
    requireNonNull(run);
    requireNonNull(since);
    requireNonNull(asked);
  }

  /** Creates the phase of a run that is asked for the first time. */
  public Submitting(PlannedRun run, Instant since) {
    this(run, since, Optional.empty());
  }

  @Override
  public String word() {
    return "submitting";
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.submitting(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    DecisionFactory by = DecisionFactory.of(seen, this).run(run.key());
    if (seen.observation() instanceof Observation.Found found) {
      return found
          .run()
          .map(handle -> accepted(seen, by, handle.nativeId()))
          .orElseGet(() -> unseen(found.visibleWithin(), seen, by));
    }
    if (seen.observation() instanceof Observation.Trouble trouble) {
      return trouble(seen, by, trouble);
    }
    return Transition.stay(this, seen);
  }

  private Transition accepted(PhaseInput seen, DecisionFactory by, String nativeId) {
    return Transition.decided(
        new Running(run, nativeId, false, seen.notBefore(since)),
        seen.with(seen.memory().settling(run.key(), nativeId)),
        Effect.none(),
        by.make(
            Kind.SUBMITTED,
            "submit",
            "the run began as " + nativeId,
            run.reason(),
            Facts.NONE.with("nativeId", nativeId).toNode()));
  }

  private Transition unseen(Duration visibleWithin, PhaseInput seen, DecisionFactory by) {
    boolean mayAppear =
        !visibleWithin.isZero() && !seen.now().isAfter(asked.orElse(since).plus(visibleWithin));
    return mayAppear ? Transition.stay(this, seen) : askAgain(visibleWithin, seen, by);
  }

  private Transition askAgain(Duration visibleWithin, PhaseInput seen, DecisionFactory by) {
    if (seen.late(this, seen.deadlines().submitting())) {
      return Idle.after(
          this,
          seen,
          Kind.RUN_FAILED,
          by,
          new RunEnding(
              "deadline: submitting",
              "the run is given up",
              "the backend did not accept it within " + seen.deadlines().submitting()));
    }
    Submitting again =
        visibleWithin.isZero() ? this : new Submitting(run, since, Optional.of(seen.now()));
    return Transition.silent(again, seen, new Effect.Submit(run));
  }

  private Transition trouble(PhaseInput seen, DecisionFactory by, Observation.Trouble trouble) {
    boolean late = seen.late(this, seen.deadlines().submitting());
    if (trouble.looking() && trouble.blocked() && !late) {
      return Halted.frozen(this, seen, by, trouble);
    }
    if (trouble.permanent()) {
      return Idle.after(
          this,
          seen,
          Kind.RUN_FAILED,
          by,
          new RunEnding("submit", "the run is given up", trouble.asked() + ": " + trouble.why()));
    }
    return Halted.whenLate(this, seen, by, seen.deadlines().submitting(), trouble);
  }
}
