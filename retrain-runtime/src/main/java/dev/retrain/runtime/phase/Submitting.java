package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.time.Instant;

/** Asking the backend for a run until it knows it. */
public record Submitting(PlannedRun run, Instant since) implements Phase {

  /** Checks that nothing is missing. */
  public Submitting {
    requireNonNull(run);
    requireNonNull(since);
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
          .orElseGet(() -> askAgain(seen, by));
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

  private Transition askAgain(PhaseInput seen, DecisionFactory by) {
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
    return Transition.silent(this, seen, new Effect.Submit(run));
  }

  private Transition trouble(PhaseInput seen, DecisionFactory by, Observation.Trouble trouble) {
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
